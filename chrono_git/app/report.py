"""The report: from a place in a repository to the proven state of its guides."""

from __future__ import annotations

import os
from collections.abc import Sequence

from chrono_git import trace
from chrono_git.app.memory import open_memory
from chrono_git.cache import open_cache
from chrono_git.model import Report
from chrono_git.repo.location import Location, locate

_AT_HEAD = "the commit of HEAD"


def build_report(
    start: str, guides: Sequence[str] = (), *, at: str | None = None, use_cache: bool = True
) -> Report:
    """Judge the guides of the repository that `start`, a directory, lies in.

    `guides` are ids or paths of Markdown files; without any, all guides are found. `at` is
    a revision; None judges the work tree. Nothing is written but the cache, and that not
    if `use_cache` is False. Raises ChronoError where it cannot be judged.
    """
    location = locate(start)
    folder = os.path.relpath(os.path.realpath(start), location.root) if location.root else ""
    return _report(location, guides, "" if folder == "." else folder, at, use_cache=use_cache)


def commit_report(location: Location, commit: str) -> Report:
    """Judge all guides at a commit (a full id) of the branch that is checked out.

    Unlike `build_report` with `at`, claims without a guide may have it from that branch's name.
    """
    return _report(location, (), "", commit, on_branch=True)


def report_at(location: Location, commit: str, *, use_cache: bool = True) -> Report:
    """Judge all guides at a commit (a full id), as `build_report` does."""
    return _report(location, (), "", commit, use_cache=use_cache)


def _report(
    location: Location,
    guides: Sequence[str],
    folder: str,
    at: str | None,
    *,
    on_branch: bool = False,
    use_cache: bool = True,
) -> Report:
    since = trace.clock()
    git = location.git()
    cache = open_cache(location.common_dir if use_cache else None)
    asked = (*guides, folder if guides else "", *[_AT_HEAD] * on_branch)
    memory = open_memory(git, location, cache, asked, at)
    known = memory.recall()
    if known is not None:
        trace.say("the report is remembered: nothing changed since it was made", since)
        return known
    # What was asked before needs none of this: loading it takes longer than git does.
    from chrono_git.app.build import Builder
    from chrono_git.repo.snapshot import open_snapshot

    with open_snapshot(git, at) as snapshot:
        builder = Builder(git, location, snapshot, memory.cache, on_branch=on_branch)
        report = builder.build(guides, folder)
    memory.keep(report)
    trace.say(f"the report was made: {len(report.guides)} guides judged", since)
    return report
