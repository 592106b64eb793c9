"""Whether chrono-git itself is well here: git, the history, the configuration, the hooks, the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono_git.app.hooks import hooks_status
from chrono_git.cache import open_cache
from chrono_git.errors import ChronoError, ConfigError
from chrono_git.model import Problem
from chrono_git.render.doctor import Finding
from chrono_git.repo.hookplace import git_version
from chrono_git.repo.location import Location
from chrono_git.repo.stream import Git

# It brought `rev-parse --path-format`: RelNotes/2.31.0.
GIT_LEAST = (2, 31)
_PROBE = {"probe": b"written by chrono-git doctor"}


def of_git(start: str) -> Finding:
    """Whether git is new enough; asked first, as an older one would answer other questions wrongly."""
    version = git_version(Git(start))
    number, least = (".".join(map(str, one)) for one in (version, GIT_LEAST))
    if version < GIT_LEAST:
        return Finding("missing", "git", f"git {least} or newer", f"git {number}", "install a newer git")
    return Finding("fine", "git", f"git {least} or newer", f"git {number}")


def of_repository(location: Location, *, release: str, use_cache: bool) -> Iterator[Finding]:
    """How the clone, the hooks and the cache are; what can be done without is optional."""
    yield from _clone(location)
    yield _hooks(location, release)
    if use_cache:
        yield _cache(location)


def of_configuration(path: str, trouble: ConfigError | None, *, there: bool) -> Finding:
    """Whether the configuration can be used."""
    if trouble is not None:
        return Finding("unjudged", "configuration", path, str(trouble), trouble.hint)
    return Finding("fine", "configuration", path, "can be used" if there else "none; the defaults hold")


def of_guides(count: int, problems: Sequence[Problem]) -> Finding:
    """How many guides there are, and whether all of them can be read."""
    what = "guides that can be read"
    if not count and not problems:
        remedy = "`chrono-git init` says where it looks"
        return Finding("missing", "guides", what, "none was found", remedy, optional=True)
    if not problems:
        return Finding("fine", "guides", what, f"{count} found")
    first = problems[0]
    where = (
        "" if not first.path else f"{first.path}: " if first.line is None else f"{first.path}:{first.line}: "
    )
    many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    found = f"{count or 'none'} found, with {many}: {where}{first.message}"
    return Finding("missing", "guides", what, found, "`chrono-git report` lists them all", optional=True)


def _clone(location: Location) -> Iterator[Finding]:
    what = "the whole history"
    if location.shallow:
        found = "this clone is shallow: what came before its history counts as always there"
        remedy = "`git fetch --unshallow`; in CI, `fetch-depth: 0`"
        yield Finding("missing", "history", what, found, remedy, optional=True)
    if location.partial:
        found = "this clone is partial: files of old commits may be missing"
        yield Finding("missing", "history", what, found, "clone without `--filter`", optional=True)
    if not location.shallow and not location.partial:
        yield Finding("fine", "history", what, "complete" if location.head else "there is no commit yet")


def _hooks(location: Location, release: str) -> Finding:
    try:
        state = hooks_status(location.top, release=release)
    except ChronoError as trouble:
        return Finding("unjudged", "hooks", "hooks", str(trouble), trouble.hint)
    if state.is_well:
        return Finding("fine", "hooks", "hooks", f"{len(state.hooks)} are installed, and would run")
    if not any(hook.through for hook in state.hooks):
        # Not everybody wants them, and in CI nobody does.
        remedy = "`chrono-git hooks install`"
        return Finding("missing", "hooks", "hooks", "not installed", remedy, optional=True)
    bad = [hook for hook in state.hooks if hook.problems or not hook.runs]
    found = "; ".join(f"{hook.event}: {(hook.problems or ('would not run',))[0]}" for hook in bad[:3])
    remedy = "`chrono-git hooks status` says more, `chrono-git hooks install` mends it"
    return Finding("missing", "hooks", "hooks", found, remedy)


def _cache(location: Location) -> Finding:
    cache = open_cache(location.common_dir)
    cache.put_many("doctor", _PROBE)
    if cache.get("doctor", "probe") == _PROBE["probe"]:
        return Finding("fine", "cache", "cache", "can be read and written")
    found = f"{location.common_dir}/chrono-git cannot be written: every report takes as long as the first"
    remedy = "see whose folder that is; it may be deleted at any time"
    return Finding("missing", "cache", "cache", found, remedy, optional=True)
