"""Prints the `Chrono-*` lines of a range of commits: what `scripts/bench` measures.

usage: python -SE read_trailers.py ROOT REPOSITORY NEW [OLD...]
"""

import sys

sys.path.insert(0, sys.argv[1])

from chrono_git.repo.messages import interesting, trailer_lines
from chrono_git.repo.stream import Git

found = [
    f"{oid} {line.decode('utf-8', 'replace')}"
    for oid, message in interesting(Git(sys.argv[2]), [sys.argv[3]], sys.argv[4:])
    for line in trailer_lines(message)
]
sys.stdout.write("".join(f"{line}\n" for line in found))
