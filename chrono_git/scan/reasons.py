"""What the comment beside a debugging aid says: why it is there, or that a linter is to let it be."""

from __future__ import annotations

import re

_NO_REASON = re.compile(r"\b(?:todo|fixme|xxx|hack|remove|delete|temp\w*|debug\w*)\b", re.I)
_SILENCED = re.compile(
    r"noqa|eslint-disable|tslint:disable|oxlint-disable|deno-lint-ignore|biome-ignore|nolint|rubocop:disable"
    r"|phpcs:ignore|phpstan-ignore|pylint:\s*disable|credo:disable|clippy::dbg|swiftlint:disable|luacheck:|NOSONAR",
    re.I,
)


def is_silenced(comment: str) -> bool:
    """Whether a comment tells a linter to let something be."""
    return bool(_SILENCED.search(comment))


def says_why(comment: str) -> bool:
    """Whether the comment behind a debugging aid says why it is there, or tells a linter to let it be."""
    words = re.findall(r"\w+", comment)
    return is_silenced(comment) or (len(words) > 2 and not _NO_REASON.search(comment))
