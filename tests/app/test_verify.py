"""What is verified counts for the files that it is about, as long as they are as they were."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from chrono_git.app.plan import plan_of
from chrono_git.app.progress import progress
from chrono_git.app.sync import sync
from chrono_git.app.verified import digest
from chrono_git.app.verify import Session, prepare
from chrono_git.app.verifying import Watcher, perform
from chrono_git.config import Config
from chrono_git.errors import ChronoError, GuideError
from chrono_git.render.verify import ItemResult
from chrono_git.repo.location import locate
from chrono_git.repo.remembered import keep
from chrono_git.repo.verified import PLACE, Record, load_records, save_records
from tests.app.kit import checklist, items, judge, verdict
from tests.gitkit import Repo

GUIDE = "docs/implementation/CHRONO-001-guide.md"
STEP = """
### Step {number}: {title}

**{label}**:

```{language}
{commands}
```
"""
QUIET = Watcher(lambda _: None, lambda _: None)


def guide(*commands: str, label: str = "Verification", language: str = "bash") -> str:
    steps = (
        STEP.format(number=number, title=f"Thing {number}", label=label, language=language, commands=one)
        for number, one in enumerate(commands, 1)
    )
    return "# Implementation Guide: CHRONO-001\n\n## Step-by-Step Implementation\n" + "".join(steps)


def session(repo: Repo, step: str | None = None, *, everything: bool = False) -> Session:
    return prepare(str(repo.path), step, os.environ, use_cache=False, everything=everything)


def verify(
    repo: Repo, step: str | None = None, *, seconds: float = 20, everything: bool = False
) -> list[ItemResult]:
    found = session(repo, step, everything=everything)
    return [perform(found, check, os.environ, QUIET, seconds=seconds) for check in found.checks]


def state(repo: Repo, number: int, *, at: str | None = None, cached: bool = False) -> tuple[str, str]:
    """The verdict of a step, and what the rule says."""
    one = items(judge(repo, at=at, cached=cached))[f"CHRONO-001/step-{number}"]
    return verdict(one), next(seen.detail for seen in one.evidence if seen.rule == "verified")


def told(result: ItemResult) -> list[tuple[str, str]]:
    return [(one.text, one.state) for one in result.commands]


def test_a_pass_is_evidence_until_a_file_changes(repo: Repo) -> None:
    repo.write("check.sh", "#!/bin/sh\ngrep -q x src/a.txt\n", executable=True)
    repo.commit("x", files={GUIDE: guide("./check.sh"), "src/a.txt": "x\n", "src/b.txt": "y\n"})
    assert state(repo, 1) == ("unknown", "its verification was not run here")
    [result] = verify(repo)
    assert (result.outcome, result.recorded, result.depends) == ("passed", True, ("check.sh", "src/a.txt"))
    day = time.strftime("%Y-%m-%d", time.gmtime())
    for at in (None, "HEAD"):
        assert state(repo, 1, at=at) == ("done, forgotten", f"verified {day}: ./check.sh")
    # What it is not about may change; ticks and the log do with every commit.
    repo.commit("y", files={"src/b.txt": "z\n", "IMPLEMENTATION_LOG.md": "# Log\n"})
    assert state(repo, 1)[0] == "done, forgotten"
    repo.write("src/a.txt", "xx\n")
    assert state(repo, 1) == ("unknown", f"verified {day}, but src/a.txt changed since")
    assert state(repo, 1, at="HEAD")[0] == "done, forgotten"
    repo.write("src/a.txt", "x\n")
    assert state(repo, 1)[0] == "done, forgotten"
    repo.at("check.sh").chmod(0o644)
    assert state(repo, 1) == ("unknown", f"verified {day}, but check.sh changed since")
    repo.at("check.sh").chmod(0o755)
    repo.write(GUIDE, guide("./check.sh "))
    assert state(repo, 1) == ("unknown", "its verification was not run here")


def test_the_remembered_report_knows_of_it(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("true ./a", "false ./a"), "a": ""})
    assert [state(repo, number, cached=True)[0] for number in (1, 2)] == ["unknown", "unknown"]
    verify(repo, everything=True)
    for at in (None, "HEAD"):
        found = [state(repo, number, at=at, cached=True)[0] for number in (1, 2)]
        assert found == ["done, forgotten", "partial, agrees"]
    repo.at(f".git/{PLACE}").unlink()
    assert state(repo, 1, cached=True)[0] == "unknown"


def test_a_failure_makes_the_step_partial_with_its_last_lines(repo: Repo) -> None:
    repo.commit(
        "x", files={GUIDE: guide("echo one; printf '\\033[31mtwo\\n'; test -f ./a; (exit 7)"), "a": ""}
    )
    [result] = verify(repo)
    assert (result.outcome, result.output) == ("failed", ("one", "two"))
    assert state(repo, 1)[0] == "partial, agrees"
    assert state(repo, 1)[1].endswith("(exit 7)` failed with status 7: one / two")


@pytest.mark.parametrize(
    ("commands", "states", "reason"),
    [
        ('echo PONG # Should return "PONG"\necho a', "passed passed", ""),
        (
            'echo PING # Should return "PONG"\necho a',
            "failed passed",
            '`echo PING` does not show what is expected: Should return "PONG"',
        ),
        (
            "echo v1.2 # Should show 1.10+",
            "failed",
            "`echo v1.2` does not show what is expected: Should show 1.10+",
        ),
        (
            "false\necho a\necho b",
            "failed not-run not-run",
            "`false` failed with status 1 (2 of 3 commands not run)",
        ),
        ("false # Should fail\necho a", "passed passed", ""),
        ("true # Should fail", "failed", "`true` does not show what is expected: Should fail"),
        ("exit 0\ntrue", "passed not-run", "`true` was not run, as a command before it ended the shell"),
        ("kill -9 $$", "failed", "`kill -9 $$` was ended by signal 9"),
        ("echo x # Should look nice", "passed", ""),
        ("nonesuch-tool --version", "failed", "`nonesuch-tool --version` failed with status 127"),
        ("$ echo $((1+1))\n3\n$ false", "passed failed", "`false` failed with status 1"),
        ("cd src\ntest -f a.txt", "passed passed", ""),
        ("for x in 1 2; do\n  echo $x # Should show 2\ndone", "passed", ""),
    ],
)
def test_what_commands_say(repo: Repo, commands: str, states: str, reason: str) -> None:
    repo.commit("x", files={GUIDE: guide(commands), "src/a.txt": ""})
    [result] = verify(repo)
    assert [one.state for one in result.commands] == states.split()
    assert (result.outcome, result.reason) == ("failed" if reason else "passed", reason)


def test_lines_are_those_of_the_guide(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("# first\ntrue\n\nfalse")})
    [result] = verify(repo)
    lines = repo.at(GUIDE).read_text().splitlines()
    assert [lines[one.line - 1] for one in result.commands] == ["true", "false"]


def test_a_time_limit(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("echo begun\nsleep 30\ntrue")})
    [result] = verify(repo, seconds=0.3)
    assert told(result) == [("echo begun", "passed"), ("sleep 30", "timeout"), ("true", "not-run")]
    assert result.reason == "`sleep 30` was ended after 0.3 s (1 of 3 commands not run)"


@pytest.mark.parametrize(
    ("commands", "files", "depends"),
    [
        ("git --version # Should show 2+\nwhich sh", {}, []),
        ("git --version; git diff --exit-code", {}, ["*"]),
        ("grep -c x ./data/a.txt", {"data/a.txt": "x"}, ["data/a.txt"]),
        ("ls data/sub", {"data/sub/a.txt": "x"}, ["data/sub"]),
        ("python3 -c 'pass' src/a.py", {"src/a.py": ""}, ["src/a.py", "*"]),
        ("true", {}, ["*"]),
        ("sh run.sh", {"run.sh": "true\n"}, ["run.sh", "*"]),
        ("sh run.sh", {"run.sh": "cat data/a.txt\n", "data/a.txt": ""}, ["run.sh", "data/a.txt"]),
        ("sh run.sh", {"run.sh": "sh more.sh\n", "more.sh": ""}, ["run.sh", "more.sh", "*"]),
        ("sh run.sh", {"run.sh": "make\n", "Makefile": "all:\n"}, ["run.sh", "*"]),
    ],
)
def test_what_it_depends_on(repo: Repo, commands: str, files: dict[str, str], depends: list[str]) -> None:
    repo.commit("x", files={GUIDE: guide(commands), **files})
    [result] = verify(repo)
    assert list(result.depends) == depends


def test_what_depends_on_everything_does_not_on_prose(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("true"), "src/a.py": "x = 1\n"})
    verify(repo)
    repo.commit("y", files={"README.md": "# x\n"})
    assert state(repo, 1)[0] == "done, forgotten"
    repo.write("src/new.py", "")
    assert state(repo, 1)[1].endswith(", but the code changed since")
    assert state(repo, 1, at="HEAD")[0] == "done, forgotten"


def test_a_file_that_changes_meanwhile(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("echo y >> ./a.txt\necho new > b.txt"), "a.txt": "x\n"})
    [result] = verify(repo)
    assert (result.outcome, result.recorded) == ("passed", False)
    assert result.note == "files that it is about changed while it ran"
    assert state(repo, 1)[1] == "its verification was not run here"


def test_new_files_are_what_it_made(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("echo new > b.txt"), "a.txt": "x\n"})
    assert verify(repo)[0].recorded
    assert state(repo, 1)[0] == "done, forgotten"


def test_which_step(repo: Repo) -> None:
    text = guide("true ./a", "true ./a", "true ./a") + "\n### Step 4: Nothing\n"
    repo.commit("x", files={GUIDE: text, "a": ""})
    assert [check.one.item.number for check in session(repo).checks] == ["1"]
    verify(repo, "1")
    assert [check.one.item.number for check in session(repo).checks] == ["2"]
    assert [check.one.item.number for check in session(repo, everything=True).checks] == ["1", "2", "3"]
    with pytest.raises(GuideError, match="step-4 has no Verification and no Run tests block"):
        session(repo, "4")
    with pytest.raises(GuideError, match="no item 9"):
        session(repo, "9")
    verify(repo, everything=True)
    with pytest.raises(GuideError, match="no item is open and has a Verification"):
        session(repo)


def test_the_parts_of_a_step(repo: Repo) -> None:
    text = guide("true ./a").replace("### Step 1: Thing 1", "### Step 1: Whole\n\n#### Step 1.1: Part")
    repo.commit("x", files={GUIDE: text, "a": ""})
    assert [check.one.item.number for check in session(repo, "1").checks] == ["1.1"]


def test_missing_scripts_are_said(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("./scripts/verify-step-1.sh")})
    [check] = session(repo).checks
    assert check.shown.missing == ("scripts/verify-step-1.sh",)
    assert not check.can_run
    assert state(repo, 1) == ("unknown", "scripts/verify-step-1.sh, which is to verify it, does not exist")


@pytest.mark.parametrize(
    ("commands", "language", "problem"),
    [
        ("print(1)", "python", "a block of python is nothing that a shell runs"),
        ("dir", "powershell", "a block of powershell is nothing that a shell runs"),
        ("# nothing", "bash", "there is no command in it"),
        ("true\n" * 600, "bash", "its commands are too long for anybody to agree to: put them into a script"),
    ],
)
def test_what_cannot_be_run(repo: Repo, commands: str, language: str, problem: str) -> None:
    repo.commit("x", files={GUIDE: guide(commands, language=language)})
    [check] = session(repo).checks
    assert (check.shown.problem, check.can_run) == (problem, False)


def test_what_is_agreed_to(repo: Repo, tmp_path: Path) -> None:
    """One byte of the commands or of a script, another item, another repository: somebody is asked again."""

    def digests(where: Repo) -> list[str]:
        return [check.digest for check in session(where, everything=True).checks]

    repo.write("run.sh", "true\n", executable=True)
    repo.write("tests/a.py", "x\n")
    repo.commit("x", files={GUIDE: guide("./run.sh", "./run.sh", "timeout 9 ./run.sh", "true tests/a.py")})
    first = digests(repo)
    assert len(set(first)) == 4
    assert digests(repo.clone(tmp_path / "clone")) != first
    repo.write("other.txt", "z\n")
    assert digests(repo) == first
    repo.write("tests/a.py", "y\n")
    assert [one == other for one, other in zip(digests(repo), first, strict=True)] == [True] * 3 + [False]
    repo.write("tests/a.py", "x\n")
    repo.write("run.sh", "true \n")
    assert [one == other for one, other in zip(digests(repo), first, strict=True)] == [
        False,
        False,
        False,
        True,
    ]
    repo.write("run.sh", "true\n")
    assert digests(repo) == first
    repo.write(GUIDE, repo.at(GUIDE).read_text().replace("tests/a.py", "tests/a.py "))
    assert digests(repo)[3] != first[3]


def test_a_script_that_changes_after_it_was_shown_is_not_run(repo: Repo) -> None:
    repo.write("run.sh", "touch ran\n", executable=True)
    repo.commit("x", files={GUIDE: guide("./run.sh")})
    found = session(repo)
    repo.write("run.sh", "touch ran # \n")
    with pytest.raises(ChronoError, match="has changed since it was shown"):
        perform(found, found.checks[0], os.environ, QUIET)
    assert not repo.at("ran").exists()


def test_a_guide_that_changes_after_it_was_shown_runs_as_it_was_shown(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("touch shown")})
    found = session(repo)
    repo.write(GUIDE, guide("touch other"))
    perform(found, found.checks[0], os.environ, QUIET)
    assert (repo.at("shown").exists(), repo.at("other").exists()) == (True, False)


@pytest.mark.parametrize(
    ("link", "target", "command"),
    [
        ("run.sh", "{out}/evil.sh", "./run.sh"),
        ("tools", "{out}", "bash tools/evil.sh"),
        ("run.sh", "gone", "./run.sh"),
    ],
)
def test_a_script_behind_a_link_out_of_the_tree_is_refused(
    repo: Repo, tmp_path: Path, link: str, target: str, command: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "evil.sh").write_text("touch evil\n")
    (out / "evil.sh").chmod(0o755)
    repo.at(link).symlink_to(target.format(out=out))
    repo.commit("x", files={GUIDE: guide(command)})
    [check] = session(repo).checks
    why = "it cannot be read: there is no such file" if target == "gone" else "it leads out of the repository"
    assert why in check.shown.problem
    assert not check.can_run


def test_a_link_within_the_tree_and_an_ignored_program(repo: Repo) -> None:
    repo.write("real.sh", "#!/bin/sh\ntrue\n", executable=True)
    repo.at("run.sh").symlink_to("real.sh")
    repo.write(".gitignore", "venv\n")
    repo.at("venv").mkdir()
    repo.at("venv/true").symlink_to("/bin/true")
    repo.commit("x", files={GUIDE: guide("./run.sh", "./venv/true")})
    [linked, ignored] = session(repo, everything=True).checks
    assert (linked.shown.scripts, ignored.shown.scripts) == (("run.sh",), ())
    assert [one.outcome for one in verify(repo, everything=True)] == ["passed", "passed"]
    before = linked.digest
    repo.write("real.sh", "#!/bin/sh\nfalse\n", executable=True)
    assert session(repo, "1").checks[0].digest != before
    assert state(repo, 1)[0] == "unknown"


@pytest.mark.parametrize("name", ["GIT_INDEX_FILE", "GIT_DIR", "CHRONO_VERIFY"])
def test_a_hook_runs_nothing(repo: Repo, name: str) -> None:
    repo.commit("x", files={GUIDE: guide("touch ran")})
    found = session(repo)
    with pytest.raises(ChronoError, match="nothing is run"):
        perform(found, found.checks[0], {**os.environ, name: "1"}, QUIET)
    assert not repo.at("ran").exists()


def test_other_work_trees_share_the_records(repo: Repo, tmp_path: Path) -> None:
    repo.commit("x", files={GUIDE: guide("true ./a"), "a": ""})
    repo.git("worktree", "add", "-q", str(tmp_path / "second"))
    second = Repo(tmp_path / "second", init=False)
    verify(second)
    assert state(repo, 1)[0] == state(second, 1)[0] == "done, forgotten"
    assert not repo.at("chrono-git").exists()


def test_the_next_commit_is_looked_at_closely(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("true ./a", "false ./a", "true ./b"), "a": "", "b": ""})
    plan = repo.at(".git/chrono-git/plan")
    keep(str(plan), {})
    verify(repo, everything=True)
    assert not plan.exists()
    assert plan_of(judge(repo, at="HEAD"), repo.head(), Config())["anything"] is True
    repo.commit("y", files={"b": "changed", GUIDE: guide("true ./a", "true", "true ./b")})
    later = plan_of(judge(repo, at="HEAD"), repo.head(), Config())
    assert later["anything"] is False
    assert "b" in later["paths"]


def test_records_that_cannot_be_used_are_none(tmp_path: Path) -> None:
    record = Record("G/1", "d", 1, True, "x", (), (("a", "b"),))
    save_records(str(tmp_path), [record, replace(record, item="G/2")])
    save_records(str(tmp_path), [replace(record, passed=False)])
    assert load_records(str(tmp_path)) == {
        "G/2": replace(record, item="G/2"),
        "G/1": replace(record, passed=False),
    }
    values: Sequence[object] = ("x", (1, []), (0, ()), (1, (("too", "few"),)))
    for value in values:
        keep(f"{tmp_path}/{PLACE}", value)
        assert load_records(str(tmp_path)) == {}
    (tmp_path / PLACE).write_bytes(b"\xff" * 100)
    assert load_records(str(tmp_path)) == {}


def test_no_part_passes_for_two() -> None:
    assert len({digest(["ab", "c"]), digest(["a", "bc"]), digest(["abc"]), digest(["abc", ""])}) == 4


def test_what_is_verified_is_ticked_by_sync_alone(repo: Repo) -> None:
    block = "\n\n  **Verification**:\n\n  ```bash\n  cmp a.txt b.txt\n  ```\n\n"
    text = checklist(
        "CHRONO-001", [f"Run the benchmark{block}", f"Run more benchmarks{block}".replace("cmp", "diff -q")]
    )
    repo.commit("x", files={GUIDE: text, "a.txt": "", "b.txt": ""})
    first, second = items(judge(repo))
    verify(repo, first)
    repo.write("c", "")
    commit = repo.commit("y")
    # It was done before that commit, too: nobody says that the commit did it.
    assert progress(locate(str(repo.path)), commit, f"{commit}~1").ticks == {}
    sync(str(repo.path))
    ticked = text.replace("[ ] Run the", "[x] Run the")
    assert repo.at(GUIDE).read_text() == ticked
    assert verdict(items(judge(repo))[first]) == "done, agrees"
    verify(repo, second)
    repo.write("b.txt", "x")
    sync(str(repo.path))
    assert repo.at(GUIDE).read_text() == ticked
    assert verdict(items(judge(repo))[first]) == "done, attested"
    verify(repo, first)
    assert verdict(items(judge(repo))[first]) == "partial, phantom"


def test_a_verification_is_of_the_item_that_it_was_run_for(repo: Repo) -> None:
    text = guide("grep -q x src/a.txt")
    repo.commit("x", files={GUIDE: text, "src/a.txt": "x\n"})
    verify(repo)
    assert state(repo, 1)[0] == "done, forgotten"
    repo.commit("other", files={GUIDE: text.replace("Thing 1", "The payment engine")})
    assert state(repo, 1) == ("unknown", "its verification was not run here")
