"""Runs a hook as chrono_git/hook/run.py does, and kills or trips it at one of its steps.

A step is whatever changes a file, itself or by a git that it starts. `FOLD_AT` says what to do, and before
which step, counted from 1: `kill:3` (die at once), `full:3` (no space is left), `moved:3` (somebody else
commits), `moved:update-ref` (the same before that git is started), `count:` (nothing). The steps are
written to the file `FOLD_TRACE`, if that is set.
"""

import os
import sys

ROOT = __file__[: -len("/tests/hook/driver.py")]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
STEPS = frozenset(
    (
        "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.utime",
        "os.posix_spawn", "os.fork", "os.exec", "os.system", "os.fsync",
    )
)  # fmt: skip
# Any other git is taken for one that writes.
READING = frozenset(
    (
        b"cat-file", b"check-attr", b"check-ignore", b"diff", b"diff-tree", b"for-each-ref", b"hash-object",
        b"log", b"ls-files", b"ls-tree", b"merge-base", b"rev-list", b"rev-parse",
    )
)  # fmt: skip
OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")


class Watch:
    """Counts the steps of this process and does what is asked at one of them."""

    def __init__(self, asked: str, trace: str) -> None:
        self.kind, _, self.where = asked.partition(":")
        self.trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if trace else -1
        self.count = 0
        self.busy = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Called for every audit event of the interpreter."""
        if self.busy or event not in ("open", *STEPS):
            return
        self.busy = True
        try:
            if changes_something(event, arguments):
                self.step(event, arguments)
        finally:
            self.busy = False

    def step(self, event: str, arguments: tuple[object, ...]) -> None:
        """Does what is asked, if this is the step."""
        self.count += 1
        if self.trace >= 0:
            os.write(self.trace, f"{event} {arguments[:2]}\n".encode("utf-8", "replace"))
        command = arguments[1] if event == "os.posix_spawn" else ()
        named = isinstance(command, list) and self.where.encode() in command
        if str(self.count) != self.where and not named:
            return
        if self.kind == "kill":
            os.kill(os.getpid(), 9)
        if self.kind == "full" and event != "os.posix_spawn":
            raise OSError(28, "No space left on device")
        if self.kind == "moved":
            self.somebody_else()

    def somebody_else(self) -> None:
        """Commits from a process of its own, which knows nothing of ours."""
        command = [
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "somebody else's",
        ]
        environment = {name: value for name, value in os.environ.items() if name not in OTHERS}
        os.waitpid(os.posix_spawnp("git", command, environment), 0)


def changes_something(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an audit event tells of a change to a file that is there, or may be made."""
    first = arguments[0] if arguments else None
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & WRITING) and first not in ("/dev/null", b"/dev/null")
    if event == "os.posix_spawn":
        command = arguments[1]
        return not isinstance(command, list) or b"-w" in command or not READING.intersection(command)
    if event in ("os.mkdir", "os.remove") and isinstance(first, str | bytes):
        folder = arguments[-1]
        try:
            os.lstat(first, dir_fd=folder if isinstance(folder, int) and folder >= 0 else None)
        except OSError:
            return event == "os.mkdir"
        return event == "os.remove"
    return True


def main() -> int:
    """Runs the hook that the arguments name."""
    sys.path[0] = ROOT
    sys.dont_write_bytecode = True
    watch = Watch(os.environ.get("FOLD_AT", "count:"), os.environ.get("FOLD_TRACE", ""))
    flush = os.fsync

    def audited(descriptor: int) -> None:
        watch("os.fsync", (descriptor,))
        flush(descriptor)

    # The interpreter audits no fsync.
    os.fsync = audited  # type: ignore[assignment]
    sys.addaudithook(watch)
    from chrono_git.hook.events import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
