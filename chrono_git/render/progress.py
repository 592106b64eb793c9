"""What a commit moved, on one line for each guide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from chrono_git.render.escape import one_line
from chrono_git.render.layout import prose

_CELLS = 5
_NAMED = 2  # items that are named; of more, only how many
_LONGEST = 60  # characters of an item's text

Item = tuple[str, str]


def progress_line(
    guide: str,
    done: int,
    counted: int,
    *,
    gained: Sequence[Item] = (),
    lost: Sequence[Item] = (),
    learnt: int = 0,
) -> str:
    """Returns `CHRONO-003 ▰▰▰▱▱ 7/18  +1 Create stub functions (src/lib)`.

    `gained` and `lost` are the texts of items with the path where each was seen, or "".
    """
    # Full only when all is done, and never empty once something is.
    full = done * _CELLS // counted if counted else 0
    full = max(full, 1) if done else 0
    bar = "▰" * full + "▱" * (_CELLS - full)
    parts = [f"{one_line(guide)} {bar} {done}/{counted}"]
    if gained:
        parts.append(f"+{len(gained)} {_named(gained)}")
    if lost:
        parts.append(f"-{len(lost)} {_named(lost)}")
    if learnt:
        parts.append(f"+{learnt} learning" + ("s" if learnt > 1 else ""))
    return "  ".join(parts)


def _named(items: Sequence[Item]) -> str:
    named = [_one(text, path) for text, path in items[:_NAMED]]
    more = [f"and {len(items) - _NAMED} more"] if len(items) > _NAMED else []
    return ", ".join(chain(named, more))


def _one(text: str, path: str) -> str:
    said = one_line(prose(text)).replace("`", "")
    if len(said) > _LONGEST:
        said = said[: _LONGEST - 1].rstrip() + "…"
    # A path that the item names already tells nothing new.
    return f"{said} ({one_line(path)})" if path and path not in said else said
