"""Runs one hook: `python -SE …/chrono_git/hook/run.py EVENT [ARGUMENT...]`, or `chrono-git-hook EVENT …`.

It is compiled anew at every start, as all scripts are, so that there is next to nothing in it.
"""

import sys


def main() -> int:
    """Runs the hook that `sys.argv` names; returns its exit status."""
    from chrono_git.hook.events import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    # The folder of this file would hide modules of Python's own, and `-S` knows no other.
    sys.path[0] = __file__[: -len("/chrono_git/hook/run.py")]
    sys.exit(main())
