"""The way in: `chrono-git`, `git-chrono` and `python -m chrono_git`."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line on `sys.argv`; returns the exit status (DESIGN section 4)."""
    try:
        from chrono_git.cli.main import run
    except KeyboardInterrupt:  # loading takes long enough for a ^C to fall into it
        return 130
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
