"""Plans: whenever a glance by one says that a commit moves nothing, the whole engine says so too."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono_git.app.plan import plan_of
from chrono_git.config import Config
from chrono_git.hook import watch
from chrono_git.hook.commit_glance import QUESTION
from chrono_git.repo.location import Location, locate
from chrono_git.trailers import parse_message
from tests.app.glance_kit import change, done, report_of
from tests.app.kit import GUIDE, checklist
from tests.gitkit import Repo

WORDS = ("parser", "cache", "invoice", "retry", "token", "metric", "chart", "queue")
FILES = (
    "src/{0}.py",
    "src/{0}_{1}.py",
    "lib/{0}/{1}.ts",
    "tests/test_{0}.py",
    "tests/{0}Test.java",
    "docs/{0}.md",
    "README.md",
    "tools/{0}.sh",
    "package.json",
    ".github/workflows/{0}.yml",
    "specs/{0}/notes.md",
    "IMPLEMENTATION_LOG.md",
)
ASKS = (
    "Create `src/{0}.py`",
    "Create `{0}_{1}.py`",
    "Update `src/{0}.py`",
    "Delete `src/{0}.py`",
    "Create `lib/{0}/`",
    "Update `lib/*/{1}.ts`",
    "Implement `{0}_{1}()` in `src/{0}.py`",
    "Implement `{0}_{1}()`",
    "Add {0} handling to the {1} {2}",
    "Write tests for the {0} {1}",
    "Write tests in `tests/test_{0}.py`",
    "Add dependency `{0}`",
    "Update README",
    "Document the {0} {1} in the docs",
    "Replace the stubs in `src/{0}.py`",
    "Remove debug code",
    "Remove {0} from `src/{1}.py`",
    "Make `tools/{0}.sh` executable",
    "Make all scripts executable",
    "Move `src/{0}.py` to `lib/{0}.py`",
    "Add CI workflow",
    "Decide on the {0}",
    "Update the implementation log",
    "Add `--{0}` to the {1}",
    "CHRONO-002 completed",
    "Fix {0}/{1} mix-up",
    "{0} {1} {2} {3}",
    "Create `tests/{0}Tests.java`",
    "Document any new configuration options",
    "Write the key learnings",
    "Support `{0}` in src/{1}.py and lib/{0}/{1}.ts",
)
LINES = (
    "{0} = {1}({2})",
    "def {0}_{1}():",
    "    raise NotImplementedError",
    "    return {2}",
    "breakpoint()",
    "def test_{0}():",
    '"{0}": "^1"',
    "# {0} {1} {2} {3}",
    "x = 1",
    "route('/{0}/{1}')",
    "parser.add('--{0}')",
    "@Test void {0}() {{}}",
    "## CHRONO-001",
    "{0} {1} {2}.",
    "parser.add_argument('--{0}')",
    "It takes `--{0}` and `--{1}`.",
    "",
)


class _History:
    """A guide or two, and commits that do something to files."""

    def __init__(self, repo: Repo, seed: int) -> None:
        self._repo = repo
        self._random = random.Random(seed)
        self._files: dict[str, list[str]] = {}

    def fill(self, template: str) -> str:
        """The template with words of the few that there are."""
        return template.format(*self._random.sample(WORDS, 4))

    def guide(self, identity: str, name: str) -> None:
        """Commits a guide; some of its boxes are ticked, some of its items are below others."""
        asked = [self.fill(self._random.choice(ASKS)) for _ in range(self._random.randint(2, 9))]
        text = checklist(identity, asked, title=self.fill("The {0} {1}"))
        rows = [
            row.replace("[ ]", self._random.choice(["[ ]"] * 5 + ["[x]"])) if row.startswith("- [") else row
            for row in text.split("\n")
        ]
        for at in range(1, len(rows)):
            if (
                rows[at].startswith("- [")
                and rows[at - 1].startswith("- [")
                and not self._random.randrange(5)
            ):
                rows[at] = f"  {rows[at]}"
        change(self._repo, {name: "\n".join(rows)})

    def work(self) -> str:
        """Commits a change of one to three files, and returns its id."""
        changed: dict[str, str | bytes | None] = {}
        for _ in range(self._random.randint(1, 3)):
            known = [name for name in self._files if name not in changed]
            if known and self._random.random() < 0.6:
                name = self._random.choice(known)
            else:
                name = self.fill(self._random.choice(FILES))
            if name not in changed:
                changed[name] = self._edited(name)
        return change(self._repo, changed)

    def _edited(self, name: str) -> str | None:
        lines = self._files.setdefault(name, [])
        if lines and self._random.random() < 0.15:
            del self._files[name]
            return None
        for _ in range(self._random.randint(1, 4)):
            at = self._random.randint(0, len(lines))
            if lines and self._random.random() < 0.4:
                del lines[min(at, len(lines) - 1)]
            else:
                lines.insert(at, self.fill(self._random.choice(LINES)))
        return "\n".join([*lines, ""])


def quiet(location: Location, plan: dict[str, object], commit: str) -> bool:
    """What the glance says of a commit by a plan."""
    return not watch.reason(plan, location.git().run(*QUESTION, commit))


def check(top: Path, seed: int, commits: int = 5) -> int:
    """Plays a history as the hooks do; returns how many commits were taken for moving nothing.

    What is done after these must have been done at the commit of the plan, from which the hooks go on.
    """
    repo = Repo(top)
    history = _History(repo, seed)
    history.work()
    history.guide("CHRONO-001", GUIDE)
    if seed % 3 == 0:
        history.guide("CHRONO-002", GUIDE.replace("001", "002"))
    location = locate(str(repo.path))
    report = report_of(repo, repo.head())
    current, found = plan_of(report, repo.head(), Config()), 0
    for _ in range(commits):
        commit = history.work()
        after = report_of(repo, commit)
        if quiet(location, current, commit):
            found += 1
            assert done(after) <= done(report), f"seed {seed}, commit {commit}"
        else:
            report, current = after, plan_of(after, commit, Config())
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1 << 30))
def test_a_glance_never_misses_what_moves(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    check(tmp_path_factory.mktemp("history") / "repo", seed)


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("Key learnings", "KEY LEARNINGS:"),
        ("**Key learnings**:", "Key learnings:"),
        ("## Learnings:", "**learnings**"),
        ("Études faites:", "ÉTUDES FAITES:"),
        ("学び", "## 学び"),
    ],
)
def test_what_a_heading_teaches_is_looked_at(repo: Repo, heading: str, written: str) -> None:
    message = f"x\n\n{written}\n- one\n"
    assert parse_message(message, (), (heading,)).learnings
    commit = repo.commit("x", files={GUIDE: checklist("CHRONO-001", ["1.1 Decide"])})
    plan = plan_of(report_of(repo, commit), commit, Config(headings=(heading,)))
    location = locate(str(repo.path))
    assert not quiet(location, plan, repo.commit(message))
    assert quiet(location, plan, repo.commit("nothing"))
