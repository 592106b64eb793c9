"""What is loaded once for all tests of a process, as the processes that these fork would load it anew."""

from __future__ import annotations

from chrono_git.scan import scan
from chrono_git.scan.language import languages

_SAMPLE = b"def f():\n    # TODO: implement\n    raise NotImplementedError\n"


def load_scanner() -> None:
    """Reads a few lines of each language: each worker of a check would take 25 ms for its first file."""
    for language in languages():
        scan(f"a.{min(language.extensions, default='')}", _SAMPLE)
