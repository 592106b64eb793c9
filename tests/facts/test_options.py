"""What code lets people set."""

from __future__ import annotations

import time

import pytest

from chrono_git.facts.options import options_in

CASES: list[tuple[str, list[str]]] = [
    ("const port = process.env.PORT ?? 80", ["PORT"]),
    ("const a = process.env['API_KEY'], b = process.env[\"API_URL\"]", ["API_KEY", "API_URL"]),
    ("if (import.meta.env.VITE_KEY) {}", ["VITE_KEY"]),
    ("const x = Deno.env.get('TOKEN')", ["TOKEN"]),
    ("x = os.environ['DB_URL']", ["DB_URL"]),
    ("x = os.environ.get(\"DB_URL\", '')", ["DB_URL"]),
    ("x = os.getenv('DB_URL')", ["DB_URL"]),
    ('let x = std::env::var("RELAY_PORT")?;', ["RELAY_PORT"]),
    ('let x = env!("BUILD_ID");', ["BUILD_ID"]),
    ('x := os.Getenv("DB_URL")', ["DB_URL"]),
    ('x = ENV["RAILS_KEY"] || ENV.fetch("OTHER_KEY")', ["RAILS_KEY", "OTHER_KEY"]),
    ('char *x = getenv("DB_URL");', ["DB_URL"]),
    ('var x = Environment.GetEnvironmentVariable("DB_URL");', ["DB_URL"]),
    ('parser.add_argument("-p", "--port", type=int)', ["--port"]),
    ('@click.option("--dry-run/--no-dry-run")', ["--dry-run"]),
    ('@click.option(\n    "--at",', ["--at"]),
    ('parser.add_argument(\n    "-q", "--quiet",', ["--quiet"]),
    (".option('-p, --port <number>', 'the port')", ["--port"]),
    ('#[arg(short, long = "max-size")]', ["--max-size"]),
    ('#[arg(short, long)]\n    pub max_size: usize,', ["--max-size"]),
    ('#[clap(long, default_value = "x")]\nname: String,', ["--name"]),
    ('Arg::new("port").long("port")', ["--port"]),
    ('x := flag.String("addr", ":80", "where")', ["--addr"]),
    ('cmd.Flags().StringVar(&opts.addr, "addr", "", "where")', ["--addr"]),
    # Everybody's, no constant, no option
    ("process.env.NODE_ENV, process.env.HOME, os.environ['XDG_DATA_HOME']", []),
    ("os.environ.get(name)", []),
    ('parser.add_argument("--help")', []),
    ('git("log", "--oneline")', []),
    ('    "--oneline",', []),
    ("environment.PORT", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_an_option(text: str, expected: list[str]) -> None:
    found = list(options_in("src/a.py", enumerate(text.split("\n"), 1)))
    assert [one.name for one in found] == expected
    assert all(one.path == "src/a.py" and one.line == 1 + text.count("\n") for one in found)


@pytest.mark.parametrize(
    "piece", ["#[arg(", "#[arg(long ", ".option(", "process.env", "getenv( ", "'--a", "  "]
)
def test_long_lines(piece: str) -> None:
    line = piece * (50_000 // len(piece))
    started = time.perf_counter()
    list(options_in("a", [(1, line), (2, line)]))
    assert time.perf_counter() - started < 1
