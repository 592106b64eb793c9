"""Puts stubs into a folder of hooks and takes them away again, byte for byte.

What is to be done is worked out for every hook before anything is changed. A hook that was
there before is kept beside the stub as `<hook>.chained`. pre-commit and prek run
`<hook>.legacy` themselves, and put it back when they go, so beside theirs that is the stub.
"""

from __future__ import annotations

import filecmp
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from chrono_git.errors import ChronoError
from chrono_git.repo import stubs
from chrono_git.repo.managers import runs_legacy, tool_of


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a path: `content` is None where nothing does (or a link that leads nowhere);
    `stub` says what it is if it is ours.
    """

    path: str
    exists: bool
    content: bytes | None
    stub: stubs.Stub | None

    @property
    def is_foreign(self) -> bool:
        """Whether it is there and not ours."""
        return self.exists and self.stub is None

    @property
    def runs(self) -> bool:
        """Whether git, or who chains it, may run it."""
        return self.content is not None and os.access(self.path, os.X_OK)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done for one hook, in this order; paths are absolute.

    `keep` is moved (from, to), `target` gets `content` or what lies at `restore`, `drop` is
    removed. `what` says it for people, "" where there is nothing to do.
    """

    event: str
    what: str = ""
    keep: tuple[str, str] | None = None
    target: str = ""
    content: bytes | None = None
    restore: str = ""
    drop: tuple[str, ...] = ()


def look(path: str) -> Found:
    """What lies at `path`; raises ChronoError for what can be no hook, or cannot be read."""
    if not os.path.lexists(path):
        return Found(path, False, None, None)
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise ChronoError("this is no file, and so no hook", path=path, hint="move it away.")
        content = Path(path).read_bytes()
    except FileNotFoundError:
        return Found(path, True, None, None)
    except OSError as error:
        raise ChronoError(
            f"cannot be read: {error.strerror}", path=path, hint="correct its permissions, or move it away."
        ) from None
    stub = stubs.recognise(content)
    if stub and Path(path).is_symlink():
        raise ChronoError(
            "a link to a hook of chrono-git, which would run twice", path=path, hint="remove the link."
        )
    return Found(path, True, content, stub)


def plan_install(folder: str, event: str, content: bytes, *, package: str, force: bool = False) -> Step:
    """What puts the stub with this content into the folder; raises ChronoError where it cannot be.

    `force` replaces a stub that was changed by hand. `package` is the folder of `chrono_git`,
    with the templates.
    """
    hook, legacy = look(_path(folder, event)), look(_path(folder, event, ".legacy"))
    old = look(_path(folder, event, ".old"))
    under, drop = hook, tuple(one.path for one in (legacy, old) if one.stub)
    if hook.runs and hook.is_foreign and runs_legacy(hook.content or b""):
        under, drop = legacy, ()
    chained = look(_path(folder, event, ".chained"))
    if under.stub and not force:
        _refuse_edited(under, package)
    if under.is_foreign and chained.exists and not _same(under.path, chained.path):
        raise ChronoError(
            f"a hook that is not chrono-git's, and {event}.chained is there already",
            path=under.path,
            hint=f"keep one of the two: see what {event}.chained does, move it away, and install again.",
        )
    if under.content == content and under.runs and not drop:
        return Step(event)
    return Step(
        event,
        _said(event, under, chained, hook),
        keep=(under.path, chained.path) if under.is_foreign else None,
        target=under.path,
        content=content,
        drop=drop,
    )


def plan_uninstall(folder: str, event: str, *, package: str) -> Step:
    """What takes our stub out of the folder and puts back what was there before.

    Raises ChronoError where the stub was changed by hand, or something cannot be read.
    """
    ours = [one for end in ("", ".legacy", ".old") if (one := look(_path(folder, event, end))).stub]
    for one in ours:
        _refuse_edited(one, package)
    chained = look(_path(folder, event, ".chained"))
    if not ours:
        return Step(event)
    first, *others = (one.path for one in ours)
    drop = tuple(others)
    if chained.exists and not first.endswith(".old"):
        what = f"removed; the hook before it is back as {Path(first).name}"
        return Step(event, what, target=first, restore=chained.path, drop=drop)
    left = f"; {event}.chained is left, as another hook took its place" if chained.exists else ""
    what = f"removed{left}"
    return Step(event, what, drop=(first, *drop))


def apply(step: Step) -> None:
    """Does what was planned. Each file changes at once; raises ChronoError where one cannot be changed."""
    try:
        if step.keep:
            _keep(*step.keep)
        if step.restore:
            Path(step.restore).replace(step.target)
        elif step.content is not None:
            write(step.target, step.content)
        for path in step.drop:
            Path(path).unlink(missing_ok=True)
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else step.target
        raise ChronoError(
            f"cannot be changed: {error.strerror}", path=where, hint="correct the permissions of its folder."
        ) from error


def write(path: str, content: bytes) -> None:
    """Makes an executable file, or replaces one at once; its folder is made too. Raises OSError."""
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=".chrono-git-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o777 & ~_umask())
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def is_edited(found: Found, package: str) -> bool:
    """Whether a stub of this version says something else than what chrono-git wrote."""
    stub = found.stub
    if stub is None or stub.version != stubs.VERSION:
        return False
    template = stubs.template(stub.event, package)
    return found.content != stubs.fill(template, python=stub.python, script=stub.script, version=stub.made_by)


def _refuse_edited(found: Found, package: str) -> None:
    if is_edited(found, package):
        raise ChronoError(
            "this hook of chrono-git was changed by hand",
            path=found.path,
            hint="keep what was added elsewhere; `chrono-git hooks install --force` writes the hook anew.",
        )


def _keep(source: str, target: str) -> None:
    if os.path.lexists(target):
        return
    try:
        # Until the stub replaces it, the hook stays where git looks for it.
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        Path(source).rename(target)


def _same(path: str, other: str) -> bool:
    # Left behind by an installation that was killed, or the same hook written anew by its tool.
    one, two = Path(path), Path(other)
    if one.is_symlink() or two.is_symlink():
        return one.is_symlink() and two.is_symlink() and one.readlink() == two.readlink()
    return one.stat().st_mode == two.stat().st_mode and filecmp.cmp(one, two, shallow=False)


def _said(event: str, under: Found, chained: Found, hook: Found) -> str:
    if under.stub:
        return "updated"
    said = "installed"
    if under.path != hook.path:
        said += f" as {event}.legacy, which {tool_of(hook.content or b'')} runs"
    if under.is_foreign:
        tool = tool_of(under.content or b"")
        kept = f"; the hook{f' of {tool}' if tool else ''} before it is kept as {event}.chained"
        said += f"{kept} and runs first" if under.runs else f"{kept}, and does not run, as before"
    elif chained.exists:
        said += f"; {event}.chained was there and runs first"
    return said


def _path(folder: str, event: str, end: str = "") -> str:
    return f"{folder}/{event}{end}"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
