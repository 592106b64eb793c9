"""What a commit moved, on one line for each guide.

Hooks run `progress_line` under `python -SE`: importing this loads nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_CELLS = 5
_NAMED = 2  # items that are named; of more, only how many
_LONGEST = 60  # characters of an item's text


def progress_line(
    guide: str,
    done: int,
    counted: int,
    *,
    gained: Sequence[str] = (),
    lost: Sequence[str] = (),
    learnt: int = 0,
) -> str:
    """Returns `CHRONO-003 ▰▰▰▱▱ 7/18  +1 Create stub functions (src/lib)`.

    `gained` and `lost` are items as `shown_item` gives them, `learnt` is how many learnings came.
    """
    # Full only when all is done, and never empty once something is.
    full = done * _CELLS // counted if counted else 0
    full = max(full, 1) if done else 0
    parts = [f"{guide} {'▰' * full}{'▱' * (_CELLS - full)} {done}/{counted}"]
    if gained:
        parts.append(f"+{len(gained)} {_named(gained)}")
    if lost:
        parts.append(f"-{len(lost)} {_named(lost)}")
    if learnt:
        parts.append(f"+{learnt} learning" + ("s" if learnt > 1 else ""))
    return "  ".join(parts)


def _named(items: Sequence[str]) -> str:
    more = [f"and {len(items) - _NAMED} more"] if len(items) > _NAMED else []
    return ", ".join([*items[:_NAMED], *more])


def shown_item(text: str, path: str) -> str:
    """Returns an item's text, on one line and without its markup, with the path where it was seen."""
    from chrono_git.render.escape import one_line
    from chrono_git.render.layout import prose

    said = one_line(prose(text)).replace("`", "")
    if len(said) > _LONGEST:
        said = said[: _LONGEST - 1].rstrip() + "…"
    # A path that the item names already tells nothing new.
    return f"{said} ({one_line(path)})" if path and path not in said else said
