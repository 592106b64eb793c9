"""What a check says in words, in whichever format: counts and sentences."""

from __future__ import annotations

from collections.abc import Mapping

from chrono_git.model import CheckReport, Finding


def totals(report: CheckReport) -> Mapping[str, int]:
    """How much was looked at and what came of it, keyed as in the JSON schema."""
    return {
        "files": report.files,
        "block": sum(one.severity == "block" for one in report.findings),
        "warn": sum(one.severity == "warn" for one in report.findings),
        "allowed": report.allowed,
        "baselined": report.baselined,
    }


def summary(report: CheckReport) -> str:
    """How much was looked at and what came of it, in a line."""
    counts = totals(report)
    if not report.files:
        lacks = "no change to a file" if report.mode in ("index", "range") else "no file"
        return f"nothing was checked: there is {lacks} of a language that is known"
    files = "1 file" if report.files == 1 else f"{report.files} files"
    return (
        f"checked {files}: {counts['block']} block, {counts['warn']} warn, "
        f"{report.allowed} allowed, {report.baselined} in the baseline"
    )


def advice(finding: Finding) -> str:
    """What is wrong, and what to do about it."""
    return "; ".join(part for part in (finding.message, finding.remedy) if part)


def sentence(finding: Finding) -> str:
    """The advice after the name of the function that it is about, and the item that this belongs to."""
    about = f"{finding.symbol}: " if finding.symbol else ""
    of = f" (of {finding.item})" if finding.item else ""
    return f"{about}{advice(finding)}{of}"
