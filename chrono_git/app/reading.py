"""How the messages of a repository are read: by its configuration, and the guides that it has."""

from __future__ import annotations

from chrono_git.app.discover import find_guides
from chrono_git.app.learnings import Reading
from chrono_git.config import PATH, Config, parse_config
from chrono_git.model import Guide
from chrono_git.repo.location import Location
from chrono_git.repo.snapshot import open_snapshot
from chrono_git.repo.stream import Git
from chrono_git.trailers import default_guide


def reading_at(git: Git, location: Location, at: str | None) -> tuple[Config, Reading]:
    """The configuration, and how messages are read, at a commit (None: in the work tree).

    Raises ConfigError for a configuration that cannot be used.
    """
    return reading_and_guides(git, location, at)[:2]


def reading_and_guides(
    git: Git, location: Location, at: str | None
) -> tuple[Config, Reading, tuple[Guide, ...]]:
    """The same, and the guides."""
    with open_snapshot(git, at) as snapshot:
        content = snapshot.read(PATH)
        config = parse_config(content, PATH) if isinstance(content, bytes) else Config()
        guides = find_guides(snapshot, config)[0]
    return config, reading_with(location, config, tuple(guide.id for guide in guides), at), guides


def reading_with(location: Location, config: Config, ids: tuple[str, ...], at: str | None) -> Reading:
    """The same for guides that are known already; a branch's name counts for its own commit alone."""
    branch = location.branch if at in (None, location.head) else None
    return Reading(ids, default_guide(branch, config.active, ids), config.headings)
