"""Runs the command line with its arguments, as `python -m chrono_git` does."""

import site
import sys

site.main()  # a hook does it itself, where it needs what is installed


def main() -> int:
    """Returns the exit status."""
    from chrono_git.__main__ import main as run

    sys.argv[0] = sys.modules["chrono_git.__main__"].__file__ or ""
    return run()
