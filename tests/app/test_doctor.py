"""What doctor finds of a guide on a machine that the test makes."""

from __future__ import annotations

import json
import os
import socket
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from chrono_git.app.doctor import diagnose
from chrono_git.errors import ChronoError
from chrono_git.render.doctor import Diagnosis, Finding, doctor_json, doctor_text
from tests.gitkit import Repo

SCHEMA = json.loads(files("chrono_git").joinpath("schemas/doctor-1.json").read_text())
Draft202012Validator.check_schema(SCHEMA)
GUIDE = "docs/implementation/CHRONO-003-guide.md"
WORK = "\n## Implementation Checklist\n\n### Phase 1: Work\n\n- [ ] Create `src/work.py`\n"


def guide(*tools: str, setup: str = "", verification: str = "", rest: str = "", number: int = 3) -> str:
    listed = "\n".join(f"- [ ] {tool}" for tool in tools)
    blocks = f"\n### Environment Setup\n\n```bash\n{setup}\n```\n" if setup else ""
    checks = f"\n## Steps\n\n### Step 1: Set up\n\n**Verification**:\n\n```bash\n{verification}\n```\n"
    head = (
        f"# Implementation Guide: CHRONO-00{number}\n\n## Prerequisites\n\n### Required Tools\n\n{listed}\n"
    )
    return f"{head}{rest}{blocks}{WORK}{checks if verification else ''}"


class Machine:
    """A repository, and a folder of tools that alone is on the PATH (with the system's own shell)."""

    def __init__(self, repo: Repo, folder: Path, home: Path) -> None:
        self.repo, self.folder, self.home = repo, folder, home
        self.variables: dict[str, str] = {}
        self.path = [str(folder)]
        folder.mkdir()

    def tool(self, name: str, text: str) -> None:
        """A tool that says `text`."""
        self.script(name, f"#!/bin/sh\necho '{text}'\n")

    def script(self, name: str, text: str) -> None:
        """A tool that does what a script says."""
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o755)

    def diagnose(self, text: str | None = None, *names: str) -> Diagnosis:
        """What doctor says; JSON and text are tried on the way."""
        if text is not None:
            self.repo.write(GUIDE, text)
        environment = {"PATH": os.pathsep.join(self.path), "HOME": str(self.home), **self.variables}
        found = diagnose(str(self.repo.path), names, release="1", environment=environment)
        Draft202012Validator(SCHEMA).validate(json.loads(doctor_json(found)))
        assert all(len(line) <= 80 for line in doctor_text(found, width=80).splitlines())
        return found

    def findings(self, text: str, *names: str) -> list[Finding]:
        """What doctor says of the guide alone."""
        (checked,) = [one for one in self.diagnose(text, *names).guides if one.id == "CHRONO-003"]
        return list(checked.findings)

    def states(self, text: str) -> list[tuple[str, str]]:
        """The state and name of each finding."""
        return [(one.state, one.what) for one in self.findings(text)]


@pytest.fixture
def machine(repo: Repo, tmp_path: Path, isolated_git: Path) -> Machine:
    return Machine(repo, tmp_path / "tools", isolated_git)


def test_tools_and_their_versions(machine: Machine) -> None:
    machine.tool("rustc", "rustc 1.95.0 (x)")
    machine.tool("bun", "1.1.9")
    machine.tool("foobar", "no version here")
    text = guide("rustc 1.90+", "Bun 1.2+ installed", "psql 16", "`foobar`", "Foobar installed (version 2+)")
    assert machine.states(text) == [
        ("fine", "Rust 1.90 or newer"),
        ("missing", "Bun 1.2 or newer"),
        ("missing", "PostgreSQL 16 or newer"),
        ("fine", "foobar"),
        ("unjudged", "Foobar 2 or newer"),
    ]
    found = machine.findings(text)
    assert found[0].found == f"rustc 1.95.0 at {machine.folder}/rustc"
    assert found[1].found == f"bun 1.1.9 at {machine.folder}/bun"
    assert (found[2].found, found[2].kind) == ("`psql` is not on the PATH", "tool")
    assert found[2].remedy == "install PostgreSQL 16 or newer, and see that `psql` is on the PATH"
    assert (found[0].line, found[0].item, found[0].place) == (
        7,
        "CHRONO-003/prerequisites.1",
        "prerequisite",
    )


def test_each_line_of_a_verification_block(machine: Machine) -> None:
    for name, said in (("rustc", "rustc 1.9.0"), ("cargo", "cargo 1.95.0"), ("bun", "1.2.4")):
        machine.tool(name, said)
    machine.tool("psql", "psql (PostgreSQL) 16.10")
    text = guide(
        verification="# Check versions\nrustc --version    # Should show 1.90+\ncargo --version\n"
        "bun --version      # Should show 1.2+\npsql --version     # Should show 16.10\n"
        'redis-cli --version # Should show 8.2+\nredis-cli ping  # Should return "PONG"'
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        machine.repo.write(".chrono/config.toml", f"[doctor.ports]\nredis = {port}\n")
        found = [one for one in machine.findings(text) if one.place == "verification"]
    assert [(one.state, one.what) for one in found] == [
        ("missing", "Rust 1.90 or newer"),
        ("fine", "Cargo"),
        ("fine", "Bun 1.2 or newer"),
        ("fine", "PostgreSQL 16.10 or newer"),
        ("missing", "Redis 8.2 or newer"),
        ("fine", "Redis is running"),
    ]
    assert all(one.item == "CHRONO-003/step-1" for one in found)


def test_services(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        up, down = server.getsockname()[1], silent.getsockname()[1]
        found = machine.findings(
            guide(
                f"Redis running and accessible on localhost:{up}",
                f"PostgreSQL running on port {down}",
                f"NATS running at nats://queue.example.org:{up}",
                "Frobnicator running and accessible",
            )
        )
    assert [one.state for one in found] == ["fine", "missing", "person", "person"]
    assert "another machine and was not asked" in found[2].found
    assert "`postgresql = PORT` under [doctor.ports]" in found[1].remedy


def test_the_set_up_tells_ports_and_the_configuration_names_any_service(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        setup = f"export REDIS_URL=redis://localhost:{port}/0"
        machine.repo.write(".chrono/config.toml", f"[doctor.ports]\nfrobnicator = {port}\n")
        found = machine.findings(guide("Redis running", "Frobnicator running and accessible", setup=setup))
    assert [one.state for one in found] == ["fine", "fine", "missing"]


def test_a_server_will_do_where_no_client_is(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        machine.repo.write(".chrono/config.toml", f"[doctor.ports]\npostgresql = {port}\n")
        found = machine.findings(guide("PostgreSQL", "PostgreSQL 16+"))
    assert [one.state for one in found] == ["fine", "person"]


def test_variables_and_files_of_the_set_up(machine: Machine) -> None:
    machine.variables["FIRST_VAR"] = "x"
    machine.repo.write(".env", "THIRD_VAR=x\nFOURTH_VAR=\n")
    machine.repo.write("scripts/good.sh", "#!/bin/sh\n", executable=True)
    machine.repo.write("scripts/plain.sh", "#!/bin/sh\n")
    (machine.repo.path / "made").mkdir()
    names = ("FIRST_VAR", "SECOND_VAR", "THIRD_VAR", "FOURTH_VAR")
    lines = [*(f'export {name}="value"' for name in names), "cp .env.example .env", "mkdir -p made other"]
    lines += ["./scripts/good.sh", "./scripts/plain.sh", "./scripts/setup-for-chrono-xxx.sh"]
    assert machine.states(guide(setup="\n".join(lines))) == [
        ("fine", "`FIRST_VAR` is set"),
        ("missing", "`SECOND_VAR` is set"),
        ("fine", "`THIRD_VAR` is set"),
        ("missing", "`FOURTH_VAR` is set"),
        ("fine", "`.env`"),
        ("fine", "`made`"),
        ("missing", "`other`"),
        ("fine", "`scripts/good.sh`"),
        ("missing", "`scripts/plain.sh`"),
        ("missing", "`scripts/setup-for-chrono-xxx.sh`"),
    ]


def test_room(machine: Machine) -> None:
    found = machine.findings(guide("~1 MB free disk space", "900000 TB of disk space", "1 MB RAM"))
    assert [(one.state, one.kind) for one in found] == [
        ("fine", "disk"),
        ("missing", "disk"),
        ("fine", "memory"),
    ]


def test_configured(machine: Machine) -> None:
    for name in ("git", "gh", "kubectl"):
        machine.tool(name, f"{name} 2.40.1")
    (machine.home / ".kube").mkdir()
    (machine.home / ".kube" / "config").touch()
    found = machine.findings(guide("Git configured", "GitHub CLI authenticated", "kubectl configured"))
    assert [one.state for one in found if one.kind == "configured"] == ["fine", "person", "fine"]


def test_other_guides(machine: Machine) -> None:
    rest = "\n### Dependencies\n\n- [ ] CHRONO-002 completed (provides x)\n- [ ] CHRONO-009 completed\n"
    other = guide(number=2)
    machine.repo.write("docs/implementation/CHRONO-002-guide.md", other)
    found = machine.findings(guide(rest=rest))
    assert [(one.state, one.kind) for one in found] == [("missing", "guide"), ("person", "guide")]
    assert found[0].remedy == "`chrono-git next CHRONO-002`"
    machine.repo.commit("guides")
    machine.repo.commit("work", files={"src/work.py": "def work() -> int:\n    return 1\n"})
    assert machine.findings(guide(rest=rest), "CHRONO-003")[0].state == "fine"


def test_prerequisites_without_boxes_and_knowledge(machine: Machine) -> None:
    machine.tool("node", "v20.1.0")
    text = (
        "# CHRONO-003: T\n\n**Prerequisites**: Node.js 18+, jq\n\n## Prerequisites\n\n"
        "### Required Knowledge\n\n- Basic shell\n- [Technology 1]: x\n\n### Tools\n\n- Node.js 22+\n"
        "- [ ] [Tool 1] installed (version X.X+)\n"
    )
    text += WORK
    found = [(one.state, one.kind, one.what) for one in machine.findings(text)]
    assert found == [
        ("missing", "placeholder", "[Tool 1] installed (version X.X+)"),
        ("fine", "tool", "Node.js 18 or newer"),
        ("missing", "tool", "jq"),
        ("missing", "tool", "Node.js 22 or newer"),
        ("person", "person", "Basic shell"),
    ]


def test_one_can_do_without_what_is_optional(machine: Machine) -> None:
    machine.repo.write(GUIDE, guide("`gh` CLI (optional but recommended)"))
    found = machine.diagnose()
    assert (found.totals["missing"], found.status) == (0, 0)
    assert "gh" in found.findings[-1].found


def test_exit_statuses(machine: Machine) -> None:
    machine.tool("foobar", "no version")
    for tools, status in (((), 0), (("Text editor",), 0), (("`foobar`",), 0), (("jq",), 1)):
        assert machine.diagnose(guide(*tools)).status == status, tools
    assert machine.diagnose(guide("Foobar installed (version 2+)")).status == 2
    assert machine.diagnose(guide("Foobar installed (version 2+)", "jq")).status == 1


def test_complete_guides_are_left_out_until_they_are_named(machine: Machine) -> None:
    machine.repo.write("docs/implementation/CHRONO-001-guide.md", guide("jq", number=1))
    machine.repo.commit("guides")
    machine.repo.commit("work", files={"src/work.py": "def work() -> int:\n    return 1\n"})
    found = machine.diagnose()
    assert (found.guides, found.complete, found.status) == ((), 1, 0)
    assert "1 guide left out" in doctor_text(found)
    assert [one.id for one in machine.diagnose(None, "chrono-001").guides] == ["CHRONO-001"]
    by_path = machine.diagnose(None, "docs/implementation/CHRONO-001-guide.md")
    assert [one.id for one in by_path.guides] == ["CHRONO-001"]
    with pytest.raises(ChronoError, match="no guide CHRONO-007"):
        machine.diagnose(None, "CHRONO-007")


def health(found: Diagnosis) -> dict[str, tuple[str, bool]]:
    return {one.kind: (one.state, one.optional) for one in found.health}


def test_the_health_of_chrono_git_itself(machine: Machine) -> None:
    found = health(machine.diagnose())
    assert found == {
        "git": ("fine", False), "history": ("fine", False), "hooks": ("missing", True),
        "cache": ("fine", False), "configuration": ("fine", False), "guides": ("missing", True),
    }  # fmt: skip


def test_a_shallow_clone_and_hooks_that_would_not_run(machine: Machine, tmp_path: Path) -> None:
    from chrono_git.app.hooks import install_hooks

    machine.repo.commit("one", files={GUIDE: guide()})
    machine.repo.commit("two")
    clone = machine.repo.clone(tmp_path / "clone", "--depth=1")
    machine.repo = clone
    install_hooks(str(clone.path), release="1")
    found = machine.diagnose()
    assert health(found)["hooks"] == ("fine", False)
    assert health(found)["history"] == ("missing", True)
    assert found.status == 0
    install_hooks(str(clone.path), release="1", python="/gone/python3")
    broken = machine.diagnose()
    assert health(broken)["hooks"] == ("missing", False)
    assert broken.status == 1


def test_a_configuration_that_cannot_be_used(machine: Machine) -> None:
    machine.repo.write(".chrono/config.toml", "[doctor.ports]\nredis = 0\n")
    found = machine.diagnose(guide("jq"))
    assert (health(found)["configuration"], found.guides, found.status) == (("unjudged", False), (), 2)
    assert "from 1 to 65535" in found.health[-1].found


def test_problems_of_guides_are_told(machine: Machine) -> None:
    found = machine.diagnose(guide("[Tool 1] installed (version X.X+)"))
    (one,) = [one for one in found.health if one.kind == "guides"]
    assert f"{GUIDE}:7: placeholder left" in one.found
    assert found.status == 0


def test_documents_that_spec_kit_asks_for(machine: Machine) -> None:
    named = "plan.md (required), research.md, contracts/, spec.md (required)"
    text = f"# Tasks: Login\n\n**Prerequisites**: {named}\n"
    machine.repo.write("specs/001-login/tasks.md", text + "\n- [ ] T001 Create `src/work.py`\n")
    machine.repo.write("specs/001-login/plan.md", "x")
    (checked,) = machine.diagnose().guides
    assert [(one.state, one.what, one.optional) for one in checked.findings] == [
        ("fine", "`specs/001-login/plan.md`", False),
        ("missing", "`specs/001-login/research.md`", True),
        ("missing", "`specs/001-login/contracts`", True),
        ("missing", "`specs/001-login/spec.md`", False),
    ]


def test_of_many_guides_only_what_is_bad_is_shown(machine: Machine) -> None:
    machine.tool("node", "v20.0.0")
    for number in range(1, 8):
        asked = "jq" if number == 4 else "Text editor"
        text = guide("Node.js 18+", asked, number=number)
        machine.repo.write(f"docs/implementation/CHRONO-00{number}-guide.md", text)
    shown = doctor_text(machine.diagnose())
    assert "jq" in shown
    assert "Node.js" not in shown
    assert "Text editor" not in shown
    assert "6 guides that lack nothing" in shown


def test_a_bare_repository(machine: Machine, tmp_path: Path) -> None:
    machine.repo.commit("guide", files={GUIDE: guide("jq")})
    machine.repo = machine.repo.clone(tmp_path / "bare", "--bare")
    with pytest.raises(ChronoError, match="no work tree"):
        machine.diagnose()


HOSTILE = (
    "../../x installed (version 1+)", "`../../evil` installed", "`evil;evil` installed",
    "`$(evil)` installed", "`rm -rf ~` installed", "`/bin/evil --version` installed", "-evil installed",
    "`evil | evil`",
)  # fmt: skip


def test_hostile_guides_run_nothing(machine: Machine, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    bad = f"#!/bin/sh\ntouch '{marker}'\necho 9.9.9\n"
    for name in ("evil", "psql", "x", "setup.sh"):
        machine.repo.write(f"bin/{name}", bad, executable=True)
        machine.repo.write(name, bad, executable=True)
    machine.script("rm", bad)
    machine.script("reboot", bad)
    machine.path = [str(machine.repo.path / "bin"), ".", "", *machine.path]
    setup = (
        "./setup.sh\n$(./evil)\n`./evil`\n/bin/sh setup.sh\n../../evil\nexport A_B=$(./evil)\n. ./setup.sh"
    )
    checks = "psql --version; ./evil\n./evil --version\n$(evil) --version\npsql --version\n"
    checks += "evil --version | sh\nreboot --version"
    found = machine.findings(
        guide(*HOSTILE, "psql 16", "`x`", "rm installed", setup=setup, verification=checks)
    )
    assert not marker.exists()
    refused = [one for one in found if one.kind == "refused"]
    assert len(refused) == len(HOSTILE) + 2
    assert all("neither looked for nor run" in one.found for one in refused)
    own = {one.what: one for one in found if one.kind == "tool"}
    assert own["PostgreSQL 16 or newer"].state == "unjudged"
    assert "bin/psql was not run: it lies in the repository" in own["PostgreSQL 16 or newer"].found
    assert all(one.remedy.find("rm ") < 0 for one in found)


def test_what_is_shown_is_harmless(machine: Machine) -> None:
    bad = "a\x1b[2J\u202e`b\x07`"
    machine.script("frob", "#!/bin/sh\nprintf '\\033[2J\\007'; exit 1\n")
    text = guide(
        f"{bad} installed", f"{bad}", "frob installed (version 2+)", f"Redis running on localhost:1 {bad}"
    )
    found = machine.diagnose(text + "\n" + "x" * 5_000_000 + "\n")
    for shown in (doctor_text(found), doctor_json(found)):
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_line_of_four_megabytes_and_a_guide_of_ten(machine: Machine) -> None:
    text = guide("`a` " * 1_000_000, verification="psql --version " + "x" * 1_000_000)
    (found,) = machine.findings(text)
    assert (found.state, found.kind) == ("unjudged", "refused")
    assert "characters is not read" in found.found
    assert len(found.what) <= 2000
    too_much = machine.diagnose(text + "x" * 6_000_000)
    assert not too_much.guides
    assert "too large" in next(one.found for one in too_much.health if one.kind == "guides")


def test_a_narrow_terminal(machine: Machine) -> None:
    found = machine.diagnose(guide("Bun 1.2+ installed", "日本語のエディタ " * 10))
    for width in (36, 50, 72, 100):
        from chrono_git.render.layout import cells

        text = doctor_text(found, width=width, unicode=False)
        assert max(cells(line) for line in text.splitlines()) <= width
