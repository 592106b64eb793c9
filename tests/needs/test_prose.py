"""Lines of prerequisites, most of them from public guides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.needs.need import Refused
from chrono_git.needs.prose import LONGEST, is_optional, needs_of
from tests.needs.kit import short

CASES = {
    "rustc 1.90+": "rustc [1.90 or newer]",
    "Bun 1.2+ installed": "bun [1.2 or newer]",
    "psql 16": "psql [16 or newer]",
    "Node.js >= 20": "node [20 or newer]",
    "**Node.js 20.19.0 or higher** — Check your version: `node --version`": "node [20.19.0 or newer]",
    "Terraform installed (version 1.5+)": "terraform [1.5 or newer]",
    "Docker and Docker Compose installed": "docker; docker compose",
    "[Docker Compose](https://docs.docker.com/compose/install/) 2.0+": "docker compose [2.0 or newer]",
    "[Yarn](https://yarnpkg.com) `>=4.5.2`": "yarn [4.5.2 or newer]",
    "GitHub CLI (`gh`)": "gh",
    "Git CLI": "git",
    "Git, Make": "git; make",
    "Node.js and npm installed (for Wrangler CLI)": "node; npm",
    "Python 3.10+ OR uv package manager": "python3 [3.10 or newer]|uv",
    "Node.js 18 or Bun 1.1": "node [18 or newer]|bun [1.1 or newer]",
    "Go (see `go.mod` for the required version)": "go",
    "**jq**: Required for JSON (`brew install jq` on macOS, `apt-get install jq`)": "jq",
    "A C compiler (CGO is required)": "cc",
    "`python3` and `twine` (for releases)": "python3; twine",
    "`dolt version` shows >= 1.81.8": "dolt [1.81.8 or newer]",
    "bd installed: `curl -fsSL https://example.org/install.sh | bash`": "bd",
    "**bd (beads)**: Must be installed and in PATH": "bd",
    "Foobar installed (version 1.5+)": "Foobar [1.5 or newer]",
    "kubectl configured": "kubectl; configured:kubectl",
    "**Claude CLI**: Installed and authenticated": "claude; configured:claude",
    "`git` with push access to example/beads": "git; ?",
    "PostgreSQL running and accessible": "service:postgresql:5432",
    "Redis running and accessible on localhost:6380": "service:redis:6380",
    "Redis running on port `6380`": "service:redis:6380",
    "PostgreSQL 17+ (running on localhost:5432)": "service:postgresql:5432; ?",
    "PostgreSQL 16 installed and running": "psql [16 or newer]; service:postgresql:5432",
    "Kafka and RabbitMQ running": "service:kafka:9092; service:rabbitmq:5672",
    "MongoDB at mongodb://db.example.com:27017 accessible": "service:mongodb:27017@db.example.com",
    "Docker daemon running": "service:docker:",
    "The API is running at http://localhost:3000": "service:-:3000",
    "Frobnicator running and accessible": "?",
    "~2 GB free disk space": "disk:2000000000",
    "8 GB RAM and 20 GB disk space": "memory:8000000000; disk:20000000000",
    "Mac Mini M4 Pro (10-core CPU, 16GB RAM minimum)": "memory:16000000000",
    "Environment variable `DATABASE_URL` set": "$DATABASE_URL",
    "`.env` file created": "file:.env",
    "Text editor or IDE": "?",
    "Internet connection (for downloading packages)": "?",
    "Cloudflare account (free tier)": "?",
    "Docker Hub account": "?",
    "API keys for exchanges (Coinbase, Binance)": "?",
    "Reliable internet connection (>=100 Mbps)": "?",
    "On `forge` branch or feature branch from `forge`": "?",
    "macOS Sonoma or later": "?",
    "": "?",
}
UNDER_TOOLS = {
    "`rust-analyzer`": "rust-analyzer",
    "zig 0.11+": "zig [0.11 or newer]",
    "frob 0.11+": "frob [0.11 or newer]",
    "macOS 14+": "?",
    "Mac Mini M4 Pro (or compatible macOS system with ARM64)": "?",
    "Terminal access": "?",
}
HOSTILE = (
    "../../x installed (version 1+)",
    "`../../x`", "`../../x` installed", "`rm -rf ~` installed",
    "$(touch /tmp/x) installed", "rm -rf ~ installed (version 2+)", "/bin/sh installed",
    "`/bin/sh`", "-rf installed",
    "`--help`", "`a;b`", "`a\nb`", "`a|b` installed", "foo & bar installed", "`$(id)`", "..", "`..`", "`x y`",
)  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_a_line(text: str) -> None:
    assert "; ".join(map(short, needs_of(text))) == CASES[text]


@pytest.mark.parametrize("text", UNDER_TOOLS)
def test_a_line_below_a_heading_of_tools(text: str) -> None:
    assert "; ".join(map(short, needs_of(text, tools_only=True))) == UNDER_TOOLS[text]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_name_of_a_program_is_refused(text: str) -> None:
    (found,) = needs_of(text, tools_only=True)
    assert isinstance(found, Refused)
    assert "neither looked for nor run" in found.why


def test_a_line_without_end_is_not_read() -> None:
    (found,) = needs_of("a " * LONGEST, tools_only=True)
    assert isinstance(found, Refused)
    assert "4,000 characters" in found.why


PIECES = ("`", "a ", "a.", "1.", "(", "redis://", "GB ", "`a` ", "Docker, ", "[a](", "..", "A_")


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_is_slow(piece: str) -> None:
    start = time.perf_counter()
    needs_of((piece * LONGEST)[:LONGEST], tools_only=True)
    assert time.perf_counter() - start < 0.5


@given(st.text(max_size=80))
def test_anything_is_read(text: str) -> None:
    found = needs_of(text, tools_only=True)
    assert found
    for ask in found:
        for name in (name for one in getattr(ask, "either", ()) for name in one.names):
            assert "/" not in name
            assert name.isascii()
            assert not name.startswith("-")


def test_what_one_can_do_without() -> None:
    assert is_optional("`gh` CLI (optional but recommended)")
    assert is_optional("Go 1.25+ (if building from source)")
    assert not is_optional("Go 1.25+")
