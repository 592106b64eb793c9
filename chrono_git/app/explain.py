"""Finds the one item of a report that a person means."""

from __future__ import annotations

from chrono_git.errors import GuideError
from chrono_git.guide import nearest, resolve
from chrono_git.model import GuideReport, ItemReport, Report


def find_item(report: Report, name: str) -> tuple[GuideReport, ItemReport]:
    """The item that `name` means: its id, or as much of it as is unambiguous.

    Raises GuideError with the candidates where several are meant, and with the nearest
    ids where none is.
    """
    found: list[tuple[GuideReport, ItemReport]] = []
    for guide in report.guides:
        meant = {item.id for item in resolve(guide.guide, name)}
        found += [(guide, one) for one in guide.items if one.item.id in meant]
    exact = [pair for pair in found if pair[1].item.id.casefold() == name.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        ids = ", ".join(one.item.id for _, one in found[:6]) + (" …" if len(found) > 6 else "")
        raise GuideError(f"{name} may mean {len(found)} items: {ids}", hint="name one of them in full")
    near = _nearest(report, name)
    raise GuideError(
        f"no item {name}",
        hint=f"did you mean {', '.join(near)}?" if near else "`chrono-git report` lists all items",
    )


def _nearest(report: Report, name: str) -> list[str]:
    """The ids of any guide that look most like the name."""
    import difflib

    wanted = name.casefold()
    named = wanted.rpartition("/")[0]

    def likeness(one: str) -> tuple[bool, float]:
        known = one.casefold()
        ratios = (
            difflib.SequenceMatcher(None, part, wanted).ratio() for part in (known, known.rpartition("/")[2])
        )
        return bool(named) and known.startswith(named + "/"), max(ratios)

    found = [one for guide in report.guides for one in nearest(guide.guide, name)]
    return sorted(found, key=likeness, reverse=True)[:3]
