"""Makes or updates the .venv of a checkout: `make_venv.py ROOT [GROUP...]`; run by scripts/in-venv.

Any number of them may run at once: one works, the others wait and find it done. What
was interrupted is made anew, because a stamp is written last.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TextIO

LOG_LINES = 15
DISTURBING = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


def main(root: Path, groups: list[str]) -> int:
    venv = root / ".venv"
    venv.mkdir(exist_ok=True)
    with (venv / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel lets go of it however this process ends
        if all(is_fresh(root, group) for group in ("run", *groups)):
            return 0
        return install(root, venv, groups)


def is_fresh(root: Path, group: str) -> bool:
    stamp = root / ".venv" / f".stamp-{group}"
    try:
        newer = stamp.stat().st_mtime_ns >= (root / "pyproject.toml").stat().st_mtime_ns
        return newer and stamp.read_text() == f"{root}\n" and (root / ".venv/bin/python").exists()
    except OSError:
        return False


def install(root: Path, venv: Path, groups: list[str]) -> int:
    again = can_be_kept(root, venv)
    # What was installed before stays installed, for its stamp goes stale with pyproject.toml too.
    kept = (
        {stamp.name.removeprefix(".stamp-") for stamp in venv.glob(".stamp-*")} - {"run"} if again else set()
    )
    wanted = list(dict.fromkeys([*groups, *sorted(kept)]))
    what = " and ".join(["chrono-git", *(f"what '{group}' needs" for group in groups)])
    print(f"chrono-git: {'updating' if again else 'making'} .venv: installing {what} ...", file=sys.stderr)
    for stamp in venv.glob(".stamp-*"):
        stamp.unlink()
    log = venv / "install.log"
    with log.open("w") as output:
        failed = not run_installer(root, venv, wanted, output, fresh=not again)
    if failed:
        print("chrono-git: error: the installation failed:", file=sys.stderr)
        print("\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:]), file=sys.stderr)
        print("hint: all of its output is in .venv/install.log; the next start tries again.", file=sys.stderr)
        return 1
    for group in ("run", *wanted):
        new = venv / f".new-{group}"
        new.write_text(f"{root}\n")
        new.replace(venv / f".stamp-{group}")
    return 0


def can_be_kept(root: Path, venv: Path) -> bool:
    """Says whether there is an environment that was made completely, at this very place or by hand."""
    if not (venv / "bin/python").exists():
        return False
    made = venv / ".made"
    return not made.exists() or made.read_text() == f"{root}\n"


def run_installer(root: Path, venv: Path, groups: list[str], output: TextIO, *, fresh: bool) -> bool:
    environment = {key: value for key, value in os.environ.items() if key not in DISTURBING}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"

    def run(*command: str | Path) -> bool:
        output.write(f"$ {' '.join(map(str, command))}\n")
        output.flush()
        done = subprocess.run(
            command, check=False, cwd=root, env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode == 0

    python, uv = venv / "bin/python", shutil.which("uv")
    wanted = ["--editable", ".", *requirements(root, groups)]
    if fresh:
        clear(venv)
        (venv / ".made").touch()  # empty: begun, not finished
        with_uv = uv and run(uv, "venv", "--allow-existing", "--python", sys.executable, venv)
        if not with_uv and not run(sys.executable, "-m", "venv", venv):
            return False
    if not (uv and run(uv, "pip", "install", "--python", python, *wanted)):
        has_pip = run(python, "-m", "pip", "--version") or run(python, "-m", "ensurepip")
        if not (has_pip and run(python, "-m", "pip", "install", *wanted)):
            return False
    if (venv / ".made").exists():
        (venv / ".made").write_text(f"{root}\n")
    return True


def clear(venv: Path) -> None:
    """Removes the environment but for the lock and the log that lie in the same folder."""
    for entry in venv.iterdir():
        if entry.name in (".lock", "install.log"):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def requirements(root: Path, groups: list[str]) -> list[str]:
    """Returns what the groups ask for; pip knows `--group` itself only since 25.1."""
    with (root / "pyproject.toml").open("rb") as project:
        known = tomllib.load(project)["dependency-groups"]
    found: list[str] = []
    for group in groups:
        for entry in known[group]:
            found += requirements(root, [entry["include-group"]]) if isinstance(entry, dict) else [entry]
    return found


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)
