"""Set-up and verification blocks: what must be there, and that nothing else is made of them."""

from __future__ import annotations

import pytest

from chrono_git.needs import checks, setup
from tests.needs.kit import short

SETUP = {
    'export ENV_VAR="value"': "$ENV_VAR",
    "export A_B=1 C='x y'": "$A_B; $C",
    "set -gx NAME value": "$NAME",
    "API_KEY=abc  # yours": "$API_KEY",
    "DATABASE_URL=x npm start": "",
    'export PATH="$HOME/bin:$PATH"': "",
    "./scripts/set-up.sh --all && bash scripts/more.sh": "script:scripts/set-up.sh; file:scripts/more.sh",
    "cd sub && ./run.sh": "script:sub/run.sh",
    "git clone https://example.org/a/foo.git\ncd foo\n./run.sh": "script:run.sh",
    "cd ~/projects/foo; source ./env.sh": "file:env.sh",
    "cp .env.example .env": "file:.env",
    "mkdir -p workers/{a,b}": "folder:workers/a; folder:workers/b",
    "python3 tools/gen.py --fast": "file:tools/gen.py",
    "npm install -g wrangler left-pad": "wrangler",
    "brew install postgresql@16 redis": "psql; redis-cli",
    "source .venv/bin/activate": "",
    "$ ./run.sh \\\n  --all": "script:run.sh",
    # Neither an absolute path nor one that leads out is looked for.
    "/opt/x/setup.sh": "?",
    "../../setup.sh": "?",
    "bash ../../setup.sh": "?",
    "./a/../../../x.sh": "?",
    "echo '": "",
    "x" * 100_000: "",
}
CHECKS = {
    "rustc --version    # Should show 1.90+": "rustc [1.90 or newer]",
    "cargo --version": "cargo",
    "psql --version     # Should show 16.10": "psql [16.10 or newer]",
    "$ node -v  # v18+": "node [18 or newer]",
    "go version  # go 1.22": "go [1.22 or newer]",
    "java -version  # 17 or later": "java [17 or newer]",
    "docker compose version  # >= 2.20": "docker compose [2.20 or newer]",
    "foo --version  # Expected: foo 3.x": "foo",
    'redis-cli ping  # Should return "PONG"': "service:redis:6379",
    'brew services list | grep postgresql@16  # Should show "started"': "service:postgresql:5432",
    'psql -d dev -c "SELECT version();"': "service:postgresql:5432",
    "docker ps": "service:docker:",
    "curl http://localhost:3000/health": "service:-:3000",
    "curl http://example.org:3000/health": "",
    # Anything but the question alone is no question.
    "psql --version; touch x": "",
    "psql --version && touch x": "",
    "psql --version | tee x": "",
    "psql --version > x": "",
    "echo $(psql --version)": "",
    "../../x --version": "refused",
    "/bin/sh --version": "refused",
    "$(touch x) --version": "",
    "$(x) --version": "refused",
    "# rustc --version": "",
    "x" * 100_000 + " --version": "",
}


@pytest.mark.parametrize("text", SETUP)
def test_set_up(text: str) -> None:
    assert "; ".join(short(need.ask) for need in setup.needs_of(text, "bash", 1)) == SETUP[text]


@pytest.mark.parametrize("text", CHECKS)
def test_verification(text: str) -> None:
    assert "; ".join(short(need.ask) for need in checks.needs_of(text, 1, "")) == CHECKS[text]


def test_lines_are_told() -> None:
    found = setup.needs_of("# first\n\nexport A_B=1\n./x.sh\n", "bash", 10)
    assert [(need.line, need.text) for need in found] == [(12, "export A_B=1"), (13, "./x.sh")]
    assert [need.line for need in checks.needs_of("\ncargo --version\n", 10, "")] == [11]


def test_only_shells_are_read() -> None:
    assert setup.needs_of("export A_B=1", "python", 1) == ()


def test_ports_of_urls_that_the_set_up_exports() -> None:
    text = (
        'export DATABASE_URL="postgres://u:p@localhost:5433/db"\nREDIS_URL=redis://cache.example.org:6380\n'
    )
    assert dict(setup.configured_ports(text)) == {"postgresql": 5433}
