"""Which files are guides, and in which dialect, by their path and shape."""

from __future__ import annotations

import re
from functools import lru_cache

from chrono_git.model import Dialect

_NOT_A_GUIDE = re.compile(
    r"""(^|/)(?: node_modules | vendor | third_party | tests? | __tests__ | testdata | fixtures?
           | __fixtures__ | \.github
           | \.(?:claude|cursor|gemini|codex|opencode|agents?|windsurf|roo|kilocode|qwen|augment|amazonq)
           | commands | agents | skills | prompts? | templates? )/
      | template [^/]* $
      | (?:log|summary|report|notes|history)\.md $
      | (^|/)(?: specs | openspec/changes )/.+/ (?!tasks\.md$)[^/]+ $   # their plans check the plan itself
      | (^|/)(?: CHANGELOG | README | AGENTS | CLAUDE | GEMINI ) \.md $""",
    re.VERBOSE | re.IGNORECASE,
)
# Whatever lies there was put there to be tracked, however it is called.
_OWN = re.compile(r"(^|/)\.chrono/guides/(?:[^/]+/)*[^/]+\.md$")
_BY_PATH: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    ("openspec", re.compile(r"(^|/)openspec/changes/(?:[^/]+/)+tasks\.md$")),
    ("kiro", re.compile(r"(^|/)\.kiro/specs/(?:[^/]+/)+tasks\.md$")),
    ("spec-kit", re.compile(r"(^|/)(?:\.specify/)?specs/(?:[^/]+/)+tasks\.md$")),
    ("chrono", _OWN),
    ("chrono", re.compile(r"(^|/)docs/implementation/(?:[^/]+/)*[^/]*guide[^/]*\.md$", re.IGNORECASE)),
    ("chrono", re.compile(r"(^|/)[A-Z][A-Z0-9]*-\d+[^/]*-guide\.md$")),
    (
        "plain",
        re.compile(
            r"(^|/)(?:(?:[\w .-]*[-_ .])?(?:PLAN|TODOS?|ROADMAP|CHECKLIST|IMPLEMENTATION)(?:[-_ .][\w .-]*)?"
            r"|tasks)\.md$",
            re.IGNORECASE,
        ),
    ),
)
_BY_SHAPE: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    ("chrono", re.compile(r"^#{2,5}[ \t]+Step[ \t]+\d|^#[ \t].*\bImplementation Guide\b", re.MULTILINE)),
    ("spec-kit", re.compile(r"^[ \t]*[-*+][ \t]+\[[ xX~-]\][ \t]+(?:\*\*)?T\d{3}\b", re.MULTILINE)),
)


@lru_cache(maxsize=65536)
def detect(path: str) -> Dialect | None:
    """Return the dialect of a file that is a guide by its repository-relative path, else None."""
    if not path.endswith((".md", ".MD", ".markdown")):
        return None
    if _NOT_A_GUIDE.search(path) and not _OWN.search(path):
        return None
    return _named(path)


def of(path: str, text: str) -> Dialect:
    """Return the dialect of any Markdown file: by path, else by the shape of its text, else plain."""
    named = _named(path)
    if named and named != "plain":
        return named
    return next((dialect for dialect, shape in _BY_SHAPE if shape.search(text)), "plain")


def _named(path: str) -> Dialect | None:
    return next((dialect for dialect, shape in _BY_PATH if shape.search(path)), None)
