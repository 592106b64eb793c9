"""scaffold on real repositories: it makes what a step names, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono_git.app.scaffold import Scaffolded, scaffold
from chrono_git.errors import ChronoError, GuideError
from chrono_git.intent.structure import structure_paths
from tests.app.kit import GUIDE, everything
from tests.gitkit import Repo

CASES = Path(__file__).parent / "cases/scaffold"
COLLECTORS = (CASES / "collectors.md").read_text()


def step(commands: str, *, after: str = "", setup: str = "") -> str:
    return (
        f"# CHRONO-001: First things\n\n{setup}## Step 1: The parts\n\n```bash\n{commands}\n```\n\n{after}"
        "\n## Step 2: Another\n"
    )


def setup(commands: str) -> str:
    return f"## Prerequisites\n\n### Environment Setup\n\n```bash\n{commands}\n```\n\n"


def run(repo: Repo, text: str, name: str = "CHRONO-001/1", *, write: bool = True) -> Scaffolded:
    repo.write(GUIDE, text)
    return scaffold(str(repo.path), name, write=write)


def tree(repo: Repo) -> list[str]:
    """Everything below the root but the guide, folders with their slash."""
    found = [path for path in repo.path.rglob("*") if ".git" not in path.relative_to(repo.path).parts[:1]]
    names = [f"{path.relative_to(repo.path)}{'/' if path.is_dir() else ''}" for path in found]
    return sorted(name for name in names if not name.startswith("docs/"))


def states(done: Scaffolded) -> dict[str, str]:
    return {row.path: row.state for row in done.rows}


def said(done: Scaffolded) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in done.untaken if one.missed]


def test_the_tree_of_the_expected_structure_that_the_commands_name(repo: Repo) -> None:
    done = run(repo, COLLECTORS, "CHRONO-011/1.1", write=False)
    assert tree(repo) == []
    planned = states(done)
    done = run(repo, COLLECTORS, "CHRONO-011/1.1")
    assert (done.whole, states(done), done.untaken) == (True, planned, ())
    structure = next(block for block in done.item.blocks if block.role == "structure")
    drawn = set(structure_paths(structure.text))
    not_named = {
        f"workers/chrono-collectors/{name}"
        for name in (
            "package.json", "tsconfig.json",
            "src/exchanges/coinbase.ts", "src/exchanges/binance.ts", "src/exchanges/kraken.ts",
        )
    }  # fmt: skip
    assert not_named < drawn
    assert set(tree(repo)) == (drawn - not_named) | {"workers/"}
    assert done.hollow == ("workers/chrono-collectors/src/exchanges",)
    before = everything(repo.path)
    again = run(repo, COLLECTORS, "CHRONO-011/1.1")
    assert (again.whole, set(states(again).values())) == (True, {"there"})
    guide = str(repo.at(GUIDE))
    assert {k: v for k, v in everything(repo.path).items() if k != guide} == {
        k: v for k, v in before.items() if k != guide
    }


def test_a_block_fills_what_was_touched_before(repo: Repo) -> None:
    run(repo, COLLECTORS, "CHRONO-011/1.1")
    done = run(repo, COLLECTORS, "CHRONO-011/1.2")
    path = "workers/chrono-collectors/src/types/index.ts"
    assert states(done)[path] == "filled"
    assert repo.at(path).read_text() == "export interface Feed {\n  symbol: string;\n}\n"
    repo.write(path, "mine")
    assert states(run(repo, COLLECTORS, "CHRONO-011/1.2"))[path] == "there"
    assert repo.at(path).read_text() == "mine"


def test_a_script_can_be_executed(repo: Repo) -> None:
    text = step("chmod +x bin/run.sh", after="**File**: `bin/run.sh`\n\n```bash\n#!/bin/sh\necho a\n```\n")
    done = run(repo, text)
    assert (done.whole, os.access(repo.at("bin/run.sh"), os.X_OK)) == (True, True)
    assert repo.at("bin/run.sh").read_text() == "#!/bin/sh\necho a\n"
    # What is there is nothing that scaffold made: its rights stay.
    repo.at("bin/run.sh").chmod(0o644)
    run(repo, text)
    assert not os.access(repo.at("bin/run.sh"), os.X_OK)


def test_chmod_alone_makes_nothing(repo: Repo) -> None:
    assert run(repo, step("chmod +x a.sh")).rows == ()
    assert tree(repo) == []


def test_blocks_follow_each_other_in_one_shell(repo: Repo) -> None:
    text = step("mkdir app; cd app", after="```bash\ntouch a\n```\n\n```console\n$ touch b\ntouch no\n```\n")
    run(repo, text)
    assert tree(repo) == ["app/", "app/a", "app/b"]


@pytest.mark.parametrize(
    ("commands", "folder", "lines"),
    [
        ("mkdir -p web && cd web", "web", []),
        ("git clone https://x.org/it.git\ncd it\ncd docs", "docs", []),
        ("cd ~/code/repo", "", []),
        ("cd docs\nnpm install", "docs", []),
        ("cd ~/elsewhere", None, [(8, "in the set-up: ~/elsewhere: a home folder")]),
        ("cd nowhere", None, [(8, "in the set-up: nowhere: there is no such folder")]),
        ("source env.sh", "", []),
    ],
)
def test_it_starts_where_the_set_up_leads_to(
    repo: Repo, commands: str, folder: str | None, lines: list[tuple[int, str]]
) -> None:
    done = run(repo, step("touch a", setup=setup(commands)))
    assert done.folder == folder
    assert said(done)[: len(lines)] == lines
    if folder is None:
        assert (done.whole, tree(repo)) == (False, [])
    else:
        assert repo.at(f"{folder}/a".lstrip("/")).exists()


def test_a_person_may_say_where_it_starts(repo: Repo) -> None:
    repo.write(GUIDE, step("touch a", setup=setup("cd $X")))
    assert scaffold(str(repo.path), "1", folder="new/place").whole
    assert scaffold(str(repo.path), "1", folder=".").whole
    assert tree(repo) == ["a", "new/", "new/place/", "new/place/a"]
    for wrong in ("..", "/etc", ".git", "a/../../b"):
        with pytest.raises(ChronoError):
            scaffold(str(repo.path), "1", folder=wrong)


def test_labels_may_start_from_the_root(repo: Repo) -> None:
    text = step(
        "touch x.ts",
        setup=setup("mkdir -p apps/web\ncd apps/web"),
        after="**File**: `apps/web/src/a.ts`\n\n```ts\na\n```\n\n**File**: `docs/b.ts`\n\n```ts\nb\n```\n"
        "\n**File**: `src/c.ts`\n\n```ts\nc\n```\n",
    )
    assert run(repo, text).whole
    names = [name for name in tree(repo) if not name.endswith("/")]
    assert names == ["apps/web/src/a.ts", "apps/web/src/c.ts", "apps/web/x.ts"]
    assert repo.at("docs/b.ts").exists()


def test_a_step_that_names_nothing(repo: Repo) -> None:
    done = run(repo, step("touch a"), "CHRONO-001/2")
    assert (done.whole, done.rows, done.untaken) == (True, (), ())


def test_unknown_steps_have_near_ones(repo: Repo) -> None:
    with pytest.raises(GuideError, match="no item CHRONO-001/9") as caught:
        run(repo, step("touch a"), "CHRONO-001/9")
    assert "CHRONO-001/step-1" in caught.value.hint


# Commands or blocks → (line of the guide, why); nothing of it is made.
HOSTILE = {
    "touch a$(touch pwned)": "a$(touch pwned): it holds a command substitution",
    "touch `touch pwned`": "`touch pwned`: it holds a command substitution",
    "touch ../pwned": "../pwned: leads out of the repository",
    "touch /tmp/chrono-git-pwned": "/tmp/chrono-git-pwned: an absolute path",
    "cd ..; touch pwned": "..: leads out of the repository",
    "touch .git/hooks/post-commit": ".git/hooks/post-commit: lies in a git directory",
    "touch .GIT/hooks/post-commit": ".GIT/hooks/post-commit: lies in a git directory",
    "mkdir -p x/.git/hooks": "x/.git/hooks: lies in a git directory",
    "touch 'a\nb'": "a\nb: holds a character that cannot be seen",
    "touch '\x1b[2J'": "\x1b[2J: holds a character that cannot be seen",
    "touch -- -rf": "-rf: a name that begins with a dash would be taken for an option",
    f"touch {'x' * 300}": f"{'x' * 77}...: a name of more than 255 bytes",
    f"touch {'{a,b}' * 40}": f"{('{a,b}' * 40)[:77]}...: it stands for more than 256 names",
    "mkdir -p src/[component]/[language]": "src/[component]/[language]: a placeholder or a pattern",
    "if true; then touch pwned; fi": "it stands in an `if`",
}


@pytest.mark.parametrize("commands", HOSTILE, ids=lambda text: repr(text)[:30])
def test_hostile_commands(repo: Repo, commands: str) -> None:
    before = everything(repo.path.parent)
    done = run(repo, step(commands))
    assert (6, HOSTILE[commands]) in said(done)
    assert (done.whole, tree(repo)) == (False, [])
    mine = {str(repo.at(GUIDE).parents[n]) for n in range(3)} | {str(repo.at(GUIDE)), str(repo.path)}
    after = everything(repo.path.parent)
    assert {k: v for k, v in after.items() if k not in mine} == {
        k: v for k, v in before.items() if k not in mine
    }


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (".git/hooks/post-commit", "lies in a git directory"),
        ("../outside.ts", "leads out of the repository"),
        ("/etc/passwd.ts", "the guide does not say which file it belongs to"),
        ("~/.zshrc.ts", "a home folder"),
        ("src/[component]/a.ts", "a placeholder of the template"),
        ("src/{a,b}.ts", "names several files"),
    ],
)
def test_hostile_labels(repo: Repo, path: str, why: str) -> None:
    done = run(repo, step("", after=f"**File**: `{path}`\n\n```ts\nevil()\n```\n"))
    assert any(why in one.why for one in done.untaken)
    assert (done.whole, tree(repo)) == (path.startswith("/"), [])


def test_links_lead_nowhere(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    repo.at("link").symlink_to(outside)
    repo.at("dangling").symlink_to(outside / "new")
    for write in (False, True):
        done = run(repo, step("mkdir link/a; touch link/b dangling real/x"), write=write)
        assert states(done) == {
            "link": "failed", "link/a": "failed", "link/b": "failed", "dangling": "failed",
            "real": "made", "real/x": "made",
        }  # fmt: skip
        assert {row.problem for row in done.rows if row.problem} == {"link is a link", "dangling is a link"}
        assert not done.whole
    assert list(outside.iterdir()) == []


def test_nothing_is_made_in_a_submodule_or_where_hooks_lie(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit("x", files={"x": "x"})
    repo.git("submodule", "add", "-q", str(other.path), "sub")
    repo.git("submodule", "deinit", "-f", "sub")
    repo.write("inner/.git/HEAD", "x")
    repo.git("config", "core.hooksPath", ".husky/_")
    done = run(repo, step("touch sub/a inner/b .husky/post-commit .husky/_/c .Husky/d fine"))
    made = {row.path for row in done.rows if row.state == "made"}
    assert made == {".husky", "fine"} | ({".Husky"} & made)
    assert not [
        path for path in tree(repo) if path.startswith(("sub/", "inner/b", ".husky/")) and path[-1] != "/"
    ]


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ("touch a A", "A and a differ in their spelling only"),
        ("touch a/x A/y", "A and a differ in their spelling only"),
        ("touch a a/b", "a is to be a file"),
        ("mkdir a; touch a", "a is to be a directory"),
    ],
)
def test_what_contradicts_itself(repo: Repo, commands: str, why: str) -> None:
    done = run(repo, step(commands))
    assert said(done) == [(6, why)]
    assert (done.whole, done.rows[0].state) == (False, "made")


def test_a_namesake_that_is_there(repo: Repo) -> None:
    repo.write("src/Index.ts", "x")
    done = run(repo, step("touch src/index.ts"), write=False)
    assert done.rows[-1].problem == "index.ts differs from Index.ts in its spelling only"


_LETTERS = [*"ab/.{},-~$`'\"\\ \n;&|()<>#*[]\0\x1b", "mkdir ", "touch ", "cd ", "mkdir -p ", ".git/", "../",
            "link/", "full", "empty", "chmod +x ", "rm ", "mv ", "> ", "$HOME", "docs/", "/x"]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_LETTERS), max_size=30).map("".join))
def test_whatever_the_commands_nothing_outside_and_nothing_existing_changes(
    repo: Repo, commands: str
) -> None:
    outside = repo.path.parent / "outside"
    outside.mkdir(exist_ok=True)
    if not repo.at("link").is_symlink():
        repo.at("link").symlink_to(outside)
    repo.write("full", "mine")
    repo.write("empty", "")
    repo.write(GUIDE, step(commands.replace("```", "")))
    before = _contents(repo.path.parent)
    scaffold(str(repo.path), "1")
    after = _contents(repo.path.parent)
    assert before.items() <= after.items()
    new = {
        path for path in after.keys() - before.keys() if not path.startswith(f"{repo.path}/.git/chrono-git")
    }
    assert all(path.startswith(f"{repo.path}/") and "/.git/" not in path for path in new)
    assert not any(outside.iterdir())


def _contents(top: Path) -> dict[str, tuple[object, ...]]:
    """What is there, without the times of folders, in which things are made."""
    return {path: (mode, content) for path, (mode, _, _, content) in everything(top).items()}


def test_nothing_is_made_in_a_git_directory_of_another_name(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", f"--separate-git-dir={tmp_path / 'repo' / 'gd'}")
    item = "### Step 1: Make\n\n```bash\nmkdir -p gd/hooks src\ntouch gd/hooks/pre-commit src/a.py\n```\n"
    repo.write(".gitignore", "gd\n")
    repo.write(
        "docs/implementation/NOVA-001-guide.md", f"# Implementation Guide: NOVA-001\n\n## Steps\n\n{item}"
    )
    repo.commit("guide")
    scaffold(str(repo.path), "1", (), write=True)
    assert not repo.at("gd/hooks/pre-commit").exists()
    assert repo.at("src/a.py").exists()
