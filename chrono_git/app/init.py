"""Makes a repository ready: says which guides there are, writes a configuration, installs the hooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chrono_git.app.discover import find_guides
from chrono_git.config import PATH, Config, parse_config, set_value
from chrono_git.errors import RepositoryError
from chrono_git.model import Guide, Problem
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.location import Location, locate
from chrono_git.repo.replacing import Opened
from chrono_git.repo.snapshot import open_snapshot

SEARCHED = (
    ".chrono/guides/*.md", "docs/implementation/*.md", "specs/*/tasks.md", "openspec/changes/**/tasks.md",
    ".kiro/specs/*/tasks.md", "PLAN.md", "TODO.md", "ROADMAP.md",
)  # fmt: skip

_TEMPLATE = """\
# What chrono-git is told of this repository. Every line may be left out; these are the defaults.
schema = "chrono-git/config/1"

[guides]
# include = ["docs/plans/*.md"]   # globs; without them guides are known by where they lie
# exclude = ["docs/plans/old/*"]
# active = "CHRONO-003"           # whose steps a bare `Chrono-Step: 2` means

[hooks]
# fold = true                     # ticks and log entries go into the commit that was just made
# tick = true                     # boxes of what a commit proves
# learnings = true                # `Chrono-Learning:` lines of its message
# suggest_guide = false           # write `Chrono-Guide:` from the branch's name into new messages

[log]
# path = "IMPLEMENTATION_LOG.md"

[learnings]
# headings = ["Learnings", "Key learnings"]   # what stands below such a heading of a message is learnt, too

[notes]
# tags = "v*"                     # the tags that are releases; without it all are
# paths = ["packages/core"]       # only what touches these files and folders
# template = "docs/notes.jinja"   # `chrono-git notes --print-template` gives one to begin with
# forge = "gitlab"                # where the address of `origin` does not tell

[push]
# policy = "new"                  # what blocks a push: new, claimed, all, off
# seconds = 30                    # what it does not reach in this time it lets through, and says so
# [push.branches]
# "wip/*" = "off"

[check]
# exclude = ["src/generated/**"]
# policy = "always"               # or "claimed": a stub may stay until somebody claims its step

[report]
# fail_under = 80                 # percent

[doctor.ports]
# postgresql = 5433               # where a service does not answer at its usual port
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `init` found and did: `config` is `written`, `changed` or `kept`; `attribute` is a line that
    .gitattributes lacks, or ""."""

    location: Location
    guides: tuple[Guide, ...]
    problems: tuple[Problem, ...]
    config: str
    attribute: str


def prepare(start: str, *, active: str | None = None, write: bool = True) -> Prepared:
    """Find the guides of the repository that `start` lies in, and write `.chrono/config.toml`.

    An existing one stays, but that its `guides.active` becomes `active` where that is given.
    Without `write` it is only said what would be done. Raises ChronoError where it cannot be.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    content = read_beneath(location.root, PATH, None)
    old = content.decode("utf-8-sig", "strict") if isinstance(content, bytes) else None
    config = parse_config(content) if isinstance(content, bytes) else Config()
    with open_snapshot(location.git()) as snapshot:
        guides, problems = find_guides(snapshot, config)
        if active is not None:
            (chosen,), _ = find_guides(snapshot, config, (active,))
            active = chosen.id
    new = _TEMPLATE if old is None else old
    if active is not None and config.active != active:
        new = set_value(new, ("guides", "active"), active)
    if write and new != old:
        with Opened(location.root, PATH) as file:
            file.replace(new.encode(), f"{location.git_dir}/chrono-git")
    done = "kept" if new == old else "written" if old is None else "changed"
    return Prepared(location, guides, problems, done, _attribute(location, config))


def _attribute(location: Location, config: Config) -> str:
    """The line for .gitattributes by which two branches' entries of the log merge, unless git knows it."""
    said = location.git().run("check-attr", "-z", "merge", "--", config.log).split(b"\0")
    return "" if said[2:3] == [b"union"] else f"{config.log} merge=union"


def problems_of(guide: Guide, problems: Sequence[Problem]) -> int:
    """How many places of a guide could not be read."""
    return len(guide.problems) + sum(problem.path == guide.path for problem in problems)
