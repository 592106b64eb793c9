"""How much of a push was checked, in a line; lean, as it is all that the gate says of a clean push."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def checked(commits: int, files: int, refs: int) -> str:
    """How much was looked at, such as `checked 3 commits, 12 files of 2 refs`; that nothing was, where so."""
    of = counted(refs, "ref")
    if not commits and not files:
        return f"nothing to check: the other side has all commits of {of}" if refs else "nothing to check"
    if not files:
        return (
            f"nothing to check in {counted(commits, 'commit')} of {of}: no file of a language that is known"
        )
    return f"checked {counted(commits, 'commit')}, {counted(files, 'file')} of {of}"


def clean(commits: int, files: int, refs: int, others: str = "") -> str:
    """The line for a push in which nothing was found; `others` says what else there is of it."""
    said = checked(commits, files, refs)
    verdict = ": clean" if files else ""
    return f"{said}{verdict}{f' ({others})' if others else ''}"


def others(deleted: int, off: int, no_commit: int) -> str:
    """What there is beside the refs that can be judged, "" for nothing."""
    parts = (
        (deleted, f"{counted(deleted, 'ref')} deleted"),
        (off, f"{counted(off, 'ref')} let through: its policy is off"),
        (no_commit, f"{counted(no_commit, 'ref')} of no commit"),
    )
    return "; ".join(said for number, said in parts if number)
