"""scripts/in-venv and make_venv.py in a checkout of their own, with an installer that installs nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("in-venv", "chrono-git", "make_venv.py")

# Stands for uv: makes a "python" that prints how it was called, and writes down what was asked of it.
UV = """\
#!/bin/sh
echo "$1 $2" >>"$CALLS"
if [ "$1" = venv ]; then
  mkdir -p .venv/bin
  printf '#!/bin/sh\\n[ -z "$FAIL" ] || exit 1\\npwd\\necho "$@"\\n' >.venv/bin/python
  chmod +x .venv/bin/python
else
  echo "$@" >>"$CALLS"
  sleep "${SLOW:-0}"
  [ -z "${FAIL:-}" ] || { echo "no network"; exit 1; }
fi
"""


class Checkout:
    """A copy of the scripts in a folder whose name has a blank."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.calls = folder / "calls"
        self.bin = folder / "bin"
        (self.root / "scripts").mkdir(parents=True)
        for name in SCRIPTS:
            shutil.copy2(ROOT / "scripts" / name, self.root / "scripts" / name)
        (self.root / "pyproject.toml").write_text(
            '[dependency-groups]\ntest = ["a>=1", {include-group = "more"}]\nmore = ["b"]\n'
        )
        self.bin.mkdir()
        (self.bin / "uv").write_text(UV)
        (self.bin / "uv").chmod(0o755)
        (self.bin / "python3").symlink_to(sys.executable)

    def start(self, *command: str | Path, **environment: str) -> subprocess.Popen[str]:
        path = f"{self.bin}:/usr/bin:/bin"
        return subprocess.Popen(
            command, cwd=self.root.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
            env={"PATH": path, "CALLS": str(self.calls), **environment},
        )  # fmt: skip

    def run(self, *command: str | Path, **environment: str) -> tuple[int, str, str]:
        process = self.start(*command, **environment)
        out, err = process.communicate()
        return process.returncode, out, err

    def chrono(self, *args: str, **environment: str) -> tuple[int, str, str]:
        return self.run(self.root / "scripts/chrono-git", *args, **environment)

    def asked(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path.resolve())


def test_the_first_start_installs_and_the_second_does_not(checkout: Checkout) -> None:
    there = str(checkout.root.parent)
    told = "chrono-git: making .venv: installing chrono-git ...\n"
    assert checkout.chrono("report", "a b") == (0, f"{there}\n-P -m chrono_git report a b\n", told)
    assert [call.split()[0] for call in checkout.asked()] == ["venv", "pip", "pip"]
    assert checkout.asked()[-1].endswith("--editable .")
    checkout.calls.unlink()
    assert checkout.chrono("next") == (0, f"{there}\n-P -m chrono_git next\n", "")
    assert checkout.asked() == []


def test_groups_are_installed_beside_the_project(checkout: Checkout) -> None:
    script = checkout.root / "scripts/in-venv"
    assert checkout.run(script, "test", "--", "python", "-m", "pytest")[0] == 0
    assert checkout.asked()[-1].endswith("--editable . a>=1 b")
    checkout.calls.unlink()
    assert checkout.run(script, "test", "--", "python") == (0, f"{checkout.root.parent}\n\n", "")
    assert checkout.chrono()[2] == ""
    assert checkout.asked() == []


def test_a_changed_project_is_installed_anew_with_its_groups(checkout: Checkout) -> None:
    checkout.run(checkout.root / "scripts/in-venv", "test", "--", "python")
    stamp = (checkout.root / ".venv/.stamp-run").stat()
    os.utime(checkout.root / "pyproject.toml", ns=(stamp.st_mtime_ns + 10**9, stamp.st_mtime_ns + 10**9))
    checkout.calls.unlink()
    assert checkout.chrono()[2] == "chrono-git: updating .venv: installing chrono-git ...\n"
    assert [call.split()[0] for call in checkout.asked()] == ["pip", "pip"]
    assert checkout.asked()[-1].endswith("--editable . a>=1 b")


def test_a_moved_checkout_is_installed_anew(checkout: Checkout) -> None:
    checkout.chrono()
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    assert "making .venv" in checkout.chrono()[2]


def test_a_failed_installation_says_why_and_is_redone(checkout: Checkout) -> None:
    status, out, err = checkout.chrono(FAIL="1")
    assert (status, out) == (2, "")
    assert "error: the installation failed:" in err
    assert "no network" in err
    assert "hint: all of its output is in .venv/install.log" in err
    assert checkout.chrono()[0] == 0


def test_an_interrupted_installation_is_redone(checkout: Checkout) -> None:
    process = checkout.start(checkout.root / "scripts/chrono-git", SLOW="60")
    while len(checkout.asked()) < 3:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not list((checkout.root / ".venv").glob(".stamp-*"))
    assert checkout.chrono()[0] == 0


def test_first_starts_at_the_same_time_install_once(checkout: Checkout) -> None:
    command = checkout.root / "scripts/chrono-git"
    processes = [checkout.start(command, "report", SLOW="1") for _ in range(4)]
    results = [process.communicate() for process in processes]
    assert {process.returncode for process in processes} == {0}
    assert {out for out, _ in results} == {f"{checkout.root.parent}\n-P -m chrono_git report\n"}
    assert sorted(err for _, err in results)[:3] == ["", "", ""]
    assert [call.split()[0] for call in checkout.asked()] == ["venv", "pip", "pip"]


def test_a_link_to_the_script_works(checkout: Checkout) -> None:
    link, second = checkout.bin / "cg", checkout.root.parent / "link"
    link.symlink_to(checkout.root / "scripts/chrono-git")
    second.symlink_to("bin/cg")
    assert checkout.run(second, "report")[:2] == (0, f"{checkout.root.parent}\n-P -m chrono_git report\n")


def test_no_python_is_said(checkout: Checkout) -> None:
    (checkout.bin / "python3").unlink()
    (checkout.bin / "uv").unlink()
    for name in ("sh", "env", "dirname", "readlink"):
        (checkout.bin / name).symlink_to(str(shutil.which(name)))
    status, out, err = checkout.run(checkout.root / "scripts/chrono-git", PATH=str(checkout.bin))
    assert (status, out) == (2, "")
    assert "no Python 3.11 or newer was found" in err
    assert "\nhint: " in err
