"""Runs one hook: `python -SE …/chrono_git/hook/run.py EVENT [ARGUMENT...]`, or `chrono-git-hook EVENT …`.

It is compiled anew at every start, as all scripts are, so that there is next to nothing in it.
"""

import sys


def main() -> int:
    """Runs the hook that `sys.argv` names; returns its exit status."""
    try:
        from chrono_git.hook.events import run
    except ImportError as error:  # an installation that is half gone, or half there
        event = sys.argv[1] if len(sys.argv) > 1 else ""
        sys.stderr.write(
            f"chrono-git: {event}: chrono-git cannot be loaded ({error}): NOTHING WAS CHECKED.\n"
        )
        sys.stderr.write("hint: install it again, and run `chrono-git hooks status`.\n")
        return 0
    return run(sys.argv[1:])


if __name__ == "__main__":
    # The folder of this file would hide modules of Python's own, and `-S` knows no other.
    sys.path[0] = __file__[: -len("/chrono_git/hook/run.py")]
    status = main()
    if "site" not in sys.modules:
        # A quick look leaves nothing to be tidied up, which takes as long as half of it.
        import os

        os._exit(status)
    sys.exit(status)
