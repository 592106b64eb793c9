"""The findings of a check as workflow commands, which GitHub Actions shows beside the lines of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message;
escaped as in `actions/toolkit:packages/core/src/command.ts`. GitHub shows no more than ten
errors and ten warnings of a step, so the worst come first.
"""

from __future__ import annotations

import re

from chrono_git.model import CheckReport, Finding
from chrono_git.render import checked
from chrono_git.render.escape import one_line, visible

_COMMANDS = {"block": "error", "warn": "warning"}
_HARMFUL = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def check_annotations(report: CheckReport) -> str:
    """Returns one command a line, and at last how much was checked, as plain text."""
    worst_first = sorted(report.findings, key=lambda one: one.severity != "block")
    return "\n".join([*map(_command, worst_first), checked.summary(report)]) + "\n"


def _command(one: Finding) -> str:
    properties = {
        "file": one.path,
        "line": str(one.line),
        "col": str(one.column),
        "endLine": str(one.end_line),
        "title": f"{one_line(one.rule)}: {one_line(one.excerpt)}",
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[one.severity]} {told}::{_data(one_line(checked.sentence(one)))}"


def _data(value: str) -> str:
    escaped = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return _HARMFUL.sub(lambda found: visible(found[0]), escaped)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
