"""Guides: which files are guides, what they say, and how to tick a box.

Importing this costs nothing; markdown-it is loaded by the first `parse`.
"""

from __future__ import annotations

from chrono_git.guide.dialect import detect
from chrono_git.guide.resolve import nearest, resolve
from chrono_git.guide.tick import tick
from chrono_git.model import Dialect, Guide

__all__ = ["detect", "nearest", "parse", "resolve", "tick"]


def parse(text: str | bytes, path: str, *, dialect: Dialect | None = None, digest: str = "") -> Guide:
    """Read a guide from its text; `path` is repository-relative and names it in problems.

    Any Markdown is taken: the dialect, where it is not given, is decided from path and
    shape; a guide without items is a guide; what cannot be used is in `problems`. Never
    raises. `digest` is the blob id of the text and is passed on. For the ids of the
    items see `chrono_git.guide.ids`.
    """
    from chrono_git.guide.parser import parse as read

    return read(text, path, dialect, digest)
