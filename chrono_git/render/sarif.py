"""The findings of a check as SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; section numbers below are
that document's. The same findings give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from urllib.parse import quote

from chrono_git.model import CheckReport, Finding, Problem, Severity
from chrono_git.render import checked
from chrono_git.render.escape import json_safe, one_line

Object = dict[str, object]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS: dict[Severity, str] = {"block": "error", "warn": "warning"}


class Described(Protocol):
    """A rule in words; `help` is Markdown."""

    @property
    def id(self) -> str:
        """What findings and allowances call it."""

    @property
    def severity(self) -> Severity:
        """What its findings usually have."""

    @property
    def title(self) -> str:
        """What it finds, in half a line."""

    @property
    def description(self) -> str:
        """What it finds, in a sentence or two."""

    @property
    def help(self) -> str:
        """What to do about it."""


def check_sarif(report: CheckReport, rules: Sequence[Described], *, version: str = "") -> str:
    """Returns the report as a SARIF log with one run.

    `rules` are declared whether they found something or not; a rule that found something
    and is none of them, a user's, is declared in the words of its first finding.
    `version` is that of chrono-git.
    """
    declared = [*map(_rule, rules), *_others(report.findings, {rule.id for rule in rules})]
    places = {str(rule["id"]): place for place, rule in enumerate(declared)}
    seen: Counter[tuple[str, str]] = Counter()
    driver: Object = {"name": "chrono-git", **({"version": version} if version else {}), "rules": declared}
    run: Object = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "chrono-git/check/"},
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": [*map(_note, report.notes)]}
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top folder of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places[one.rule], seen) for one in report.findings],
        "properties": {"mode": report.mode, "revision": report.revision, "totals": checked.totals(report)},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_safe(json.dumps(log, ensure_ascii=False, indent=1) + "\n")


def _rule(rule: Described) -> Object:
    return {
        "id": rule.id,
        "name": _name(rule.id),
        "shortDescription": _text(rule.title),
        "fullDescription": _text(rule.description),
        "help": {**_text(rule.help), "markdown": rule.help},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _others(findings: Iterable[Finding], known: set[str]) -> Iterator[Object]:
    first = {one.rule: one for one in reversed(list(findings)) if one.rule not in known}
    for name in sorted(first):
        one = first[name]
        yield {
            "id": name,
            "name": _name(name),
            "shortDescription": _text(f"The repository's own rule `{name}`"),
            "fullDescription": _text(one.message),
            "help": {**_text(one.remedy), "markdown": one.remedy},
            "defaultConfiguration": {"level": _LEVELS[one.severity]},
        }


def _name(rule: str) -> str:
    """An identifier in Pascal case (3.49.7)."""
    return "".join(
        word[:1].upper() + word[1:] for word in rule.replace("_", "-").replace(".", "-").split("-")
    )


def _text(text: str) -> Object:
    """A plain text message (3.11.3), in which nothing is a placeholder (3.11.5) or a link (3.11.6)."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _result(one: Finding, rule: int, seen: Counter[tuple[str, str]]) -> Object:
    print_ = _fingerprint(one)
    seen[one.path, print_] += 1
    location: Object = {
        "physicalLocation": {
            "artifactLocation": _artifact(one.path),
            "region": {
                "startLine": one.line,
                "startColumn": one.column,
                "endLine": max(one.end_line, one.line),
            },
        }
    }
    if one.symbol:
        location["logicalLocations"] = [{"fullyQualifiedName": one.symbol, "kind": "function"}]
    return {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": _text(one_line(checked.sentence(one))),
        "locations": [location],
        # Findings that are alike are told apart by their order in the file, as GitHub does it.
        "partialFingerprints": {"chronoGitFinding/v1": f"{print_}:{seen[one.path, print_]}"},
        "properties": {"excerpt": one.excerpt, "item": one.item},
    }


def _fingerprint(one: Finding) -> str:
    """What stays the same when lines move and blanks change (3.27.17), of 64 bits."""
    parts = (one.rule, one.symbol, " ".join(one.excerpt.split()))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _artifact(path: str) -> Object:
    """A path as a relative URI reference (RFC 3986) below the top of the repository."""
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _ROOT}


def _note(note: Problem) -> Object:
    """Something that could not be checked, or not as it should have been."""
    told: Object = {"level": "warning", "message": _text(one_line(note.message))}
    if note.path:
        place: Object = {"artifactLocation": _artifact(note.path)}
        if note.line:
            place["region"] = {"startLine": note.line}
        told["locations"] = [{"physicalLocation": place}]
    return told
