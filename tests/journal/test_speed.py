"""Logs of nothing but what has to be compared: were any of these quadratic, a test would run for minutes."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import pytest

from chrono_git.errors import ChronoError
from chrono_git.journal import add_entries, repair
from tests.journal.kit import entry

MANY = 8_000
HEADING, TICKETS = "### NOVA-001: a\n", "## Tickets\n"
LOGS = {
    "one guide": HEADING * MANY,
    "one guide elsewhere": f"{TICKETS}\n# Other\n\n{HEADING * MANY}",
    "tickets": TICKETS * MANY,
    "tickets with a guide": f"{TICKETS}{HEADING}" * MANY,
    "siblings": TICKETS + "### NOVA-002: b\n#### c\n" * MANY,
    "markers": "<!-- chrono: learnings NOVA-001 -->\n# h\n" * MANY,
    "one key": f"{TICKETS}{HEADING}- **Learnings**:\n" + "  - a <!-- chrono:123456789012 -->\n" * MANY,
    "two keys": f"{TICKETS}{HEADING}"
    + "".join(f"- {n} <!-- chrono:{n:012} -->\n" * 2 for n in range(MANY // 2)),
}


@pytest.mark.parametrize("name", LOGS)
def test_long_logs(name: str) -> None:
    log = LOGS[name].encode()
    begin = perf_counter()
    with suppress(ChronoError):
        add_entries(log, [entry("new", "NOVA-001")], {})
    repair(log)
    assert perf_counter() - begin < 3
