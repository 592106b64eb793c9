"""The report: from a place in a repository to the proven state of its guides."""

from __future__ import annotations

import os
from collections.abc import Sequence

from chrono_git.app.memory import open_memory
from chrono_git.cache import open_cache
from chrono_git.model import Report
from chrono_git.repo.location import locate


def build_report(
    start: str, guides: Sequence[str] = (), *, at: str | None = None, use_cache: bool = True
) -> Report:
    """Judge the guides of the repository that `start`, a directory, lies in.

    `guides` are ids or paths of Markdown files; without any, all guides are found. `at` is
    a revision; None judges the work tree. Nothing is written but the cache, and that not
    if `use_cache` is False. Raises ChronoError where it cannot be judged.
    """
    location = locate(start)
    git = location.git()
    cache = open_cache(location.common_dir if use_cache else None)
    folder = os.path.relpath(os.path.realpath(start), location.root) if location.root else ""
    memory = open_memory(git, location, cache, (*guides, folder if guides else ""), at)
    known = memory.recall()
    if known is not None:
        return known
    # What was asked before needs none of this: loading it takes longer than git does.
    from chrono_git.app.build import Builder
    from chrono_git.repo.snapshot import open_snapshot

    with open_snapshot(git, at) as snapshot:
        report = Builder(git, location, snapshot, memory.cache).build(guides, "" if folder == "." else folder)
    memory.keep(report)
    return report
