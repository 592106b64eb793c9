"""Installs the hooks, takes them away, and says how they are."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import chrono_git
from chrono_git.app.hook_lines import lines_for
from chrono_git.app.hook_states import Surroundings, states
from chrono_git.app.neighbours import neighbours
from chrono_git.errors import ChronoError
from chrono_git.render.hooks import HookLines, HooksState, HookState
from chrono_git.repo import hookconfig, hookfiles, managers, stubs
from chrono_git.repo.hookplace import CONFIGURED_SINCE, HookPlace, find_place, git_version, is_bare
from chrono_git.repo.location import Location, locate
from chrono_git.repo.settled import settle

_PACKAGE = os.path.dirname(os.path.abspath(chrono_git.__file__))  # noqa: PTH100, PTH120 - no link followed

ALL_EVENTS = (*stubs.CLIENT_EVENTS, *stubs.SERVER_EVENTS)


def hooks_status(start: str, *, release: str, version: tuple[int, ...] | None = None) -> HooksState:
    """Returns how the hooks of the repository are in which `start` lies.

    `release` is chrono-git's version, `version` git's (asked for where it is None).
    Raises ChronoError where this cannot be found out.
    """
    location = locate(start)
    state = _state(location, _surroundings(location, release, version))
    return replace(state, notes=(*state.notes, *neighbours(location)))


def uninstall_hooks(start: str, *, release: str, version: tuple[int, ...] | None = None) -> HooksState:
    """Takes every hook of chrono-git away and puts back what was there; returns how they are then.

    Nothing is changed where one of them cannot be taken away: ChronoError.
    """
    location = locate(start)
    around = _surroundings(location, release, version)
    plan = _removals(around)
    changes = _remove_configured(location, around)
    changes |= _applied(plan)
    after = _surroundings(location, release, version)
    return _state(location, after, changes=changes)


def install_hooks(
    start: str,
    *,
    release: str,
    server: bool = False,
    force: bool = False,
    version: tuple[int, ...] | None = None,
    python: str = "",
) -> HooksState:
    """Installs the hooks for the repository in which `start` lies; returns how they are then.

    `server` is for a bare repository, which receives pushes. `force` also installs into a
    folder of the work tree, and over a stub that was changed by hand. `python` is the
    interpreter, by default this one. Where another tool is in charge nothing is changed, and
    the state has the lines for it. Raises ChronoError where it cannot be done.
    """
    location = locate(start)
    around = _surroundings(location, release, version)
    _refuse_kind(location, server)
    contents = {event: _content(event, python or sys.executable, release) for event in _events(location)}
    changes: Mapping[str, str] = {}
    lines: tuple[HookLines, ...] = ()
    if around.version >= CONFIGURED_SINCE:
        changes = _configure(location, around, contents)
    elif owner := managers.in_charge(around.place, contents):
        lines = _lines_for_owner(around, owner, list(contents))
    elif around.place.within == "outside":
        _refuse_outside(around.place)
    elif around.place.within == "tree" and not force:
        lines = lines_for("", list(contents), os.path.relpath(around.place.path, around.root))
    else:
        lasting = managers.taken_back(around.place, around.root, contents)
        contents = {event: content for event, content in contents.items() if lasting.get(event) != "told"}
        changes = _write_files(location, around, contents, force=force)
        lines = lines_for("lefthook", [event for event in contents if event in lasting], "")
    if location.head is not None and changes.get("post-commit", "").startswith("installed"):
        # What was done before the hooks came, or came back, is for `sync`.
        settle(f"{location.git_dir}/chrono-git", location.head)
    after = _surroundings(location, release, version)
    return _state(location, after, changes=changes, lines=lines)


def _surroundings(location: Location, release: str, version: tuple[int, ...] | None) -> Surroundings:
    git = location.git()
    return Surroundings(
        place=find_place(location),
        configured=hookconfig.read(git),
        version=version or git_version(git),
        common_dir=location.common_dir,
        root=location.root or "",
        package=_PACKAGE,
        release=release,
    )


def _events(location: Location) -> tuple[str, ...]:
    return stubs.SERVER_EVENTS if is_bare(location) else stubs.CLIENT_EVENTS


def _refuse_kind(location: Location, server: bool) -> None:
    bare = is_bare(location)
    if bare and not server:
        raise ChronoError(
            "this repository is bare: nobody commits in it or pushes from it",
            hint="`chrono-git hooks install --server` judges what is pushed to it.",
        )
    if server and not bare:
        raise ChronoError(
            "--server is for a bare repository, and this one has a work tree",
            hint="run it in the repository that is pushed to; without --server it is for a clone.",
        )
    if not bare and location.root is None:
        raise ChronoError(f"{location.git_dir} is no work tree", hint="run it in the work tree.")


def _content(event: str, python: str, release: str) -> bytes:
    if not python or not Path(python).is_absolute():
        raise ChronoError("it is not known which Python this is", hint="start it as `python -m chrono_git`.")
    script = f"{_PACKAGE}/hook/run.py"
    return stubs.fill(stubs.template(event, _PACKAGE), python=python, script=script, version=release)


def _lines_for_owner(around: Surroundings, owner: str, events: Sequence[str]) -> tuple[HookLines, ...]:
    if around.place.within == "outside":
        _refuse_outside(around.place)
    offered = [event for names in managers.FRAMEWORK_IDS.values() for event in names]
    wanted = [
        event
        for event in events
        if not managers.runs_ours(owner, around.place, around.root, event)
        and (event in offered or owner not in ("pre-commit", "prek"))
    ]
    return lines_for(owner, wanted, os.path.relpath(managers.husky_folder(around.place), around.root))


def _refuse_outside(place: HookPlace) -> None:
    usual = shlex.quote(place.usual)
    if place.scope in ("global", "system"):
        hint = (
            f"`git config --local core.hooksPath {usual}` has this repository use its own hooks, and the "
            f"{place.scope} ones no more; or call `chrono-git-hook framework EVENT` from these; "
            "or use git 2.54, which needs no folder."
        )
    else:
        hint = f"`git config --local core.hooksPath {usual}` has this repository use its own hooks."
    raise ChronoError(
        f"core.hooksPath ({place.scope}) has git look for hooks in {place.path}, which is not this "
        "repository's alone; nothing was installed there",
        hint=hint,
    )


def _write_files(
    location: Location, around: Surroundings, contents: Mapping[str, bytes], *, force: bool
) -> dict[str, str]:
    plan = [
        hookfiles.plan_install(around.place.path, event, content, package=_PACKAGE, force=force)
        for event, content in contents.items()
    ]
    # First, so that at no moment a hook would run twice.
    changes = _remove_configured(location, around)
    return changes | _applied(plan)


def _configure(location: Location, around: Surroundings, contents: Mapping[str, bytes]) -> dict[str, str]:
    plan = _removals(around)
    git = location.git()
    changes = {}
    for event, content in contents.items():
        path = hookconfig.stub_path(location.common_dir, event)
        found = hookfiles.look(path)
        if found.content != content or not found.runs:
            hookfiles.apply(hookfiles.Step(event, "written", target=path, content=content))
            changes[event] = "updated" if found.exists else "installed in git's configuration"
        undone = "THE PUSH WENT UNCHECKED" if event.startswith("pre-") else "nothing was done"
        command = hookconfig.command_for(path, event, undone)
        known = around.configured.get(event)
        if known is None or (known.command, known.events) != (command, (event,)):
            hookconfig.configure(git, event, command)
            changes.setdefault(event, "updated" if known else "installed in git's configuration")
    removed = _applied(plan)
    return changes | {
        event: f"{changes.get(event, 'installed already')}; as a file it was {what}"
        for event, what in removed.items()
    }


def _removals(around: Surroundings) -> list[hookfiles.Step]:
    place = around.place
    # A folder of others holds nothing of ours, as nothing is installed there.
    folders = dict.fromkeys([*([place.path] if place.within != "outside" else []), place.usual])
    return [
        hookfiles.plan_uninstall(folder, event, package=_PACKAGE)
        for folder in folders
        for event in ALL_EVENTS
    ]


def _remove_configured(location: Location, around: Surroundings) -> dict[str, str]:
    changes = {}
    for event in around.configured:
        hookconfig.remove(location.git(), event)
        path = Path(hookconfig.stub_path(location.common_dir, event))
        hookfiles.apply(hookfiles.Step(event, drop=(str(path),)))
        changes[event] = "removed from git's configuration"
    folder = Path(hookconfig.stub_path(location.common_dir, ""))
    with contextlib.suppress(OSError):
        folder.rmdir()
    return changes


def _applied(plan: Iterable[hookfiles.Step]) -> dict[str, str]:
    changes = {}
    for step in plan:
        hookfiles.apply(step)
        if step.what:
            changes[step.event] = step.what
    return changes


def _state(
    location: Location,
    around: Surroundings,
    *,
    changes: Mapping[str, str] | None = None,
    lines: tuple[HookLines, ...] = (),
) -> HooksState:
    events = _events(location)
    found = states(around, events)
    return HooksState(
        git=".".join(map(str, around.version)),
        folder=around.place.path,
        scope=around.place.scope,
        manager=managers.in_charge(around.place, events),
        hooks=found,
        changes={event: changes[event] for event in ALL_EVENTS if event in changes} if changes else {},
        notes=tuple(_notes(around, found)),
        lines=lines,
    )


def _notes(around: Surroundings, found: Sequence[HookState]) -> Iterator[str]:
    through_files = any(hook.through == "file" and hook.runs for hook in found)
    if not through_files:
        return
    for tool in managers.waiting(around.root, around.place, [hook.event for hook in found]):
        yield (
            f"{tool} has its configuration here, and takes the hooks over when it is set up in this clone; "
            "run `chrono-git hooks install` again then"
        )
    if around.place.within == "tree":
        yield "the hooks hold paths of this machine and lie in the work tree: do not commit them"
