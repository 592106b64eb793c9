"""A glance at a commit: what moves an item is never taken for nothing, and what does not mostly is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.app.awaited import IN_FILES, IN_NAMED, IN_PROSE, IN_TESTS
from chrono_git.app.contents import is_searched
from chrono_git.app.gather import is_specification
from chrono_git.config import Config
from chrono_git.facts.closeness import REACH
from chrono_git.facts.index import component_of, plain_name
from chrono_git.guide import detect, parse
from chrono_git.hook import told, watch
from chrono_git.hook.commit_glance import moves_nothing
from chrono_git.intent.dependencies import MANIFESTS
from chrono_git.intent.paths import PROSE, extension_of
from chrono_git.repo.remembered import keep, recall
from chrono_git.repo.settled import settle
from tests.app.glance_kit import Files, change, done, plan, report_of, workshop
from tests.app.kit import GUIDE
from tests.gitkit import Repo
from tests.hook.glance_cases import MANY, MOVING, PAYING, PY, QUIET, THERE, WORDS, Case, listed

ROOT = Path(__file__).resolve().parents[2]
STEPS = [
    "docs",
    "implementation",
    "specs",
    "openspec",
    "changes",
    "x",
    ".kiro",
    ".chrono",
    "guides",
    "tests",
    "vendor",
    "Vendor",
    "report",
    "reports",
    "Specs",
    ".github",
    "templates",
    "agents",
    "target",
    "debug",
    "001-login",
]
BASES = [
    "tasks",
    "plan",
    "PLAN",
    "my-plan",
    "explanation",
    "TODO",
    "TODOS",
    "roadmap",
    "CHRONO-001-guide",
    "a guide",
    "README",
    "IMPLEMENTATION_LOG",
    "implementation",
    "spec",
    "x.min",
    "package-lock",
    "a.g",
    "checklist.v2",
    "notes",
    "guide",
]
ENDS = [
    ".md",
    ".MD",
    ".markdown",
    ".mdx",
    ".py",
    ".js",
    ".json",
    ".lock",
    ".yaml",
    ".svg",
    ".map",
    "",
    ".snap",
    ".mdc",
    ".txt",
]
PATHS = st.tuples(
    st.lists(st.sampled_from(STEPS), max_size=4), st.sampled_from(BASES), st.sampled_from(ENDS)
).map(lambda parts: "/".join([*parts[0], parts[1] + parts[2]]))
MANIFEST_NAMES = (
    "package.json",
    "a/pyproject.toml",
    "requirements-dev.txt",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "Cargo.toml",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "gradle/libs.versions.toml",
    "Gemfile",
    "x.gemspec",
    "composer.json",
    "pubspec.yaml",
    "X.csproj",
    "X.fsproj",
    "Directory.Packages.props",
    "Package.swift",
    "mix.exs",
    "deno.json",
    "deno.jsonc",
    "environment.yml",
    "CMakeLists.txt",
    "conanfile.txt",
    "conanfile.py",
    "vcpkg.json",
    "rebar.config",
    "build.sbt",
    "x.cabal",
    "project.clj",
    "Podfile",
)


@pytest.fixture
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository, at whose top we are, as hooks are."""
    monkeypatch.chdir(repo.path)
    return repo


def play(repo: Repo, case: Case) -> tuple[set[str], set[str], bool]:
    """What is done before and after the case's last commit, and what the glance says of that."""
    change(repo, {"src/old.py": PY, **case.before})
    change(repo, {GUIDE: case.guide})
    if case.between:
        change(repo, case.between)
    before = done(plan(repo))
    after = done(report_of(repo, change(repo, case.after, case.message)))
    return before, after, moves_nothing(workshop(repo))


@pytest.mark.parametrize("name", MOVING)
def test_what_moves_is_looked_at(here: Repo, name: str) -> None:
    before, after, nothing = play(here, MOVING[name])
    assert after - before, "the case itself must move something"
    assert not nothing


@pytest.mark.parametrize("name", QUIET)
def test_what_moves_nothing_costs_a_glance(here: Repo, name: str) -> None:
    before = {**THERE, "src/x.py": PAYING} if name == "old words" else THERE
    change(here, before)
    change(here, {GUIDE: MANY})
    change(here, {"src/begun.py": "x = 1\n", "src/shared.py": PY + "x = 1\n"})
    known = done(plan(here))
    assert done(report_of(here, change(here, QUIET[name]))) == known
    assert moves_nothing(workshop(here))


def started(repo: Repo, *lines: str, before: Files | None = None) -> None:
    """A guide, some work, and the plan for what comes next."""
    change(repo, {"src/old.py": PY, **(before or {})})
    change(repo, {GUIDE: listed(*lines or ("Create `src/first.py`", WORDS))})
    change(repo, {"src/begun.py": "x = 1\n"})
    plan(repo)


class TestOddCommits:
    """What is told of a commit by git in another form than the usual one."""

    def test_a_first_commit_and_a_merge_are_looked_at(self, here: Repo) -> None:
        started(here)
        here.checkout("side", new=True)
        change(here, {"src/side.py": "x = 1\n"})
        here.checkout("main")
        plan(here)
        here.merge("side")
        assert not moves_nothing(workshop(here))
        here.git("checkout", "-q", "--orphan", "fresh")
        change(here, {"src/new.py": "x = 1\n"})
        assert not moves_nothing(workshop(here))

    def test_a_merge_by_fast_forward_is_looked_at_where_its_parent_is_not_known(self, here: Repo) -> None:
        started(here)
        change(here, {"src/one.py": "x = 1\n"})
        change(here, {"src/two.py": "x = 1\n"})
        assert not moves_nothing(workshop(here))

    def test_many_lines_are_not_gone_through(self, here: Repo) -> None:
        started(here)
        change(here, {"src/large.py": "x = 1234567\n" * 400_000})
        assert not moves_nothing(workshop(here))

    def test_many_lines_do_no_harm_where_nobody_asks_for_words(self, here: Repo) -> None:
        started(here, "Create `src/first.py`", before={"src/large.py": "x = 1\n"})
        change(here, {"src/large.py": "x = 1234567\n" * 400_000})
        assert moves_nothing(workshop(here))

    def test_a_submodule(self, here: Repo) -> None:
        link = "160000,{},libs/sub"
        here.git("update-index", "--add", "--cacheinfo", link.format(here.commit("x", files={"a.py": PY})))
        here.git("commit", "-qm", "sub", "--allow-empty", env=here.dates())
        here.write(GUIDE, listed("Update `libs/sub`", WORDS))
        here.git("add", GUIDE)
        here.git("commit", "-qm", "guide", env=here.dates())
        here.git("config", "diff.ignoreSubmodules", "all")
        before = done(plan(here))
        here.git("update-index", "--cacheinfo", link.format(here.head()))
        here.git("commit", "-qm", "sub", "--allow-empty", env=here.dates())
        assert done(report_of(here, here.head())) - before
        assert not moves_nothing(workshop(here))

    def test_what_attributes_call_binary_is_looked_at(self, here: Repo) -> None:
        started(here, before={".gitattributes": "*.py binary\n*.png binary\n"})
        change(here, {"lib/x.png": b"\x89PNG\0"})
        assert moves_nothing(workshop(here))
        change(here, {"src/pay.py": PAYING})
        assert not moves_nothing(workshop(here))

    @pytest.mark.parametrize("raw", [PAYING.encode("utf-16"), PAYING.encode() + b"\0"])
    def test_what_is_no_text_moves_nothing_or_is_looked_at(self, here: Repo, raw: bytes) -> None:
        started(here)
        before = done(plan(here))
        assert done(report_of(here, change(here, {"src/pay.py": raw}))) == before
        moves_nothing(workshop(here))

    @pytest.mark.parametrize(
        "setting",
        [
            "diff.noprefix=true",
            "diff.mnemonicPrefix=true",
            "diff.renames=copies",
            "color.ui=always",
            "diff.context=0",
            "diff.submodule=log",
            "log.showSignature=true",
            "log.decorate=full",
            "diff.suppressBlankEmpty=true",
            "diff.relative=true",
            "diff.colorMoved=plain",
            "diff.external=false",
            "i18n.logOutputEncoding=UTF-16",
            "log.diffMerges=off",
            "diff.orderFile=/dev/null",
            "core.quotePath=true",
            "format.pretty=oneline",
        ],
    )
    def test_settings_change_nothing(self, here: Repo, setting: str) -> None:
        started(here)
        here.git("config", *setting.split("=", 1))
        change(here, {"src/other.py": "\nx = 1\n", "ä ö/b.py": "x = 1\n"}, "ä")
        assert moves_nothing(workshop(here))
        change(here, {"ä ö/pay.py": PAYING})
        assert not moves_nothing(workshop(here))

    @pytest.mark.parametrize(
        ("message", "nothing"),
        [
            ("x\n\nChrono-Learning: look twice", False),
            ("x\n\nchrono-stpe: 2", False),
            ("Squashed\n\n    Chrono-Step: 2\n\nmore", False),
            ('Revert "x"\n\nThis reverts commit 1234567.', False),
            ("CHRONO-001: x\n\nof CHRONO-001 and chrono-git", True),
            ("", True),
            ("caf\u00e9 \u2026", True),
        ],
    )
    def test_messages(self, here: Repo, message: str, nothing: bool) -> None:
        started(here)
        change(here, {"src/other.py": PY}, message)
        assert moves_nothing(workshop(here)) is nothing


class TestPlans:
    """Which commits a plan is about."""

    def test_without_a_plan(self, here: Repo) -> None:
        change(here, {"a.py": PY})
        assert not moves_nothing(workshop(here))

    def test_a_plan_holds_on_until_something_moves(self, here: Repo) -> None:
        started(here)
        for number in range(40):
            change(here, {f"src/quiet{number}.py": "x = 1\n"})
            assert moves_nothing(workshop(here))
            assert moves_nothing(workshop(here))
        here.commit("reworded", "--amend")
        assert moves_nothing(workshop(here))
        change(here, {"src/first.py": PY})
        assert not moves_nothing(workshop(here))
        change(here, {"src/other.py": PY})
        assert not moves_nothing(workshop(here))

    def test_only_after_what_it_knows(self, here: Repo) -> None:
        started(here)
        here.checkout("side", new=True)
        change(here, {"src/one.py": "x = 1\n"})
        assert moves_nothing(workshop(here))
        here.git("checkout", "-q", "-b", "older", "HEAD~2")
        change(here, {"src/two.py": "x = 1\n"})
        assert not moves_nothing(workshop(here))

    def test_a_new_plan_forgets_what_followed_the_old_one(self, here: Repo) -> None:
        started(here)
        change(here, {"src/one.py": "x = 1\n"})
        assert moves_nothing(workshop(here))
        here.git("checkout", "-q", "HEAD~1")
        change(here, {"src/two.py": "x = 1\n"})
        plan(here)
        here.git("checkout", "-q", "main")
        change(here, {"src/three.py": "x = 1\n"})
        assert not moves_nothing(workshop(here))

    @pytest.mark.parametrize("name", ["plan", "quiet"])
    def test_a_damaged_file_is_no_plan(self, here: Repo, name: str) -> None:
        started(here)
        change(here, {"src/one.py": "x = 1\n"})
        assert moves_nothing(workshop(here))
        change(here, {"src/two.py": "x = 1\n"})
        path = Path(workshop(here), name)
        path.write_bytes(path.read_bytes()[:-9])
        assert not moves_nothing(workshop(here))
        path.write_bytes(bytes(len(path.read_bytes())))
        assert not moves_nothing(workshop(here))

    def test_another_chrono_git_s_plan_is_none(self, here: Repo) -> None:
        started(here)
        path = f"{workshop(here)}/plan"
        keep(path, {**recall(path), "stamp": "another"})
        change(here, {"src/one.py": "x = 1\n"})
        assert not moves_nothing(workshop(here))

    def test_where_the_configuration_names_guides_any_markdown_may_be_one(self, here: Repo) -> None:
        started(here)
        change(here, {"notes/today.md": "x\n"})
        assert moves_nothing(workshop(here))
        plan(here, Config(include=("notes/*.md",)))
        change(here, {"notes/morrow.md": "x\n"})
        assert not moves_nothing(workshop(here))

    @pytest.mark.parametrize("after", [{"src/old.py": None}, {"src/old.py": None, "src/new.py": PY}])
    def test_what_takes_a_proof_away_is_looked_at(self, here: Repo, after: Files) -> None:
        started(here, "Update `src/old.py`", WORDS)
        change(here, {"src/old.py": PY + "\n"})
        assert done(plan(here))
        change(here, after)
        assert not moves_nothing(workshop(here))


# What none of them may load: each takes a millisecond or more, and the whole has three.
SLOW = {
    "re",
    "json",
    "typing",
    "dataclasses",
    "pathlib",
    "subprocess",
    "contextlib",
    "enum",
    "collections",
    "click",
    "git",
    "tomllib",
    "tomlkit",
    "markdown_it",
    "rich",
    "sqlite3",
    "zlib",
    "select",
    "fcntl",
    "threading",
    "signal",
    "tempfile",
    "chrono_git.model",
    "chrono_git.app",
    "chrono_git.config",
    "chrono_git.trace",
    "chrono_git.repo.stream",
    "site",
}
DRIVER = """
import sys
sys.path[0] = sys.argv.pop(1)
from chrono_git.hook.events import run
status = run(sys.argv[1:])
print("\\n".join(sys.modules))
sys.exit(status)
"""


class TestLoaded:
    """What a hook loads that has nothing to do, in a process of its own."""

    def loaded(self, repo: Repo, *arguments: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-SE", "-c", DRIVER, str(ROOT), *arguments],
            cwd=repo.path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert not done.stderr
        return set(done.stdout.split())

    def test_post_commit(self, here: Repo) -> None:
        started(here)
        change(here, {"src/other.py": PY, "README.md": "x\n"})
        loaded = self.loaded(here, "post-commit")
        assert not loaded & SLOW
        assert "chrono_git.hook.watch" in loaded

    def test_post_commit_during_a_rebase(self, here: Repo) -> None:
        started(here)
        here.at(".git/rebase-merge").mkdir()
        loaded = self.loaded(here, "post-commit")
        assert not loaded & SLOW
        assert "chrono_git.hook.commit_glance" not in loaded

    def test_post_checkout(self, here: Repo) -> None:
        started(here)
        arguments = [(here.head(), here.head(), "1"), (here.head("HEAD~1"), here.head(), "0")]
        for each in arguments:
            loaded = self.loaded(here, "post-checkout", *each)
            assert not loaded & SLOW
            assert "chrono_git.repo.settled" not in loaded

    def test_post_checkout_of_a_branch(self, here: Repo) -> None:
        started(here)
        settle(workshop(here), here.head())
        loaded = self.loaded(here, "post-checkout", here.head("HEAD~1"), here.head(), "1")
        assert not loaded & (SLOW - {"chrono_git.repo.stream", "select", "fcntl"})
        assert "chrono_git.repo.settled" in loaded

    def test_the_way_in_says_how_it_ended(self, here: Repo) -> None:
        started(here)
        change(here, {"src/other.py": PY})
        script = str(ROOT / "chrono_git/hook/run.py")
        for event, status in (("post-commit", 0), ("nonsense", 2)):
            ran = subprocess.run(
                [sys.executable, "-SE", script, event], cwd=here.path, capture_output=True, check=False
            )
            assert ran.returncode == status
            assert bool(ran.stderr) is bool(status)


NAMES = [
    "first_part",
    "firstPart",
    "first-part",
    "test",
    "tests",
    "Test",
    "Tests",
    "spec",
    "Spec",
    "IT",
    "a",
    "B",
    "py",
]


class TestTheSameAsTheEngine:
    """What the glance says anew, as it may not load the modules that say it first."""

    @given(st.lists(st.sampled_from([*NAMES, "-", "_", ".", " ", "é"]), min_size=1, max_size=8).map("".join))
    def test_names(self, name: str) -> None:
        assert watch.plain_name(name) == plain_name(name)
        assert watch.component_of(name) == component_of(name)

    def test_reach(self) -> None:
        assert told.REACH == REACH
        assert (watch.IN_PROSE, watch.IN_FILES, watch.IN_TESTS, watch.IN_NAMED) == (
            IN_PROSE,
            IN_FILES,
            IN_TESTS,
            IN_NAMED,
        )

    @given(PATHS)
    def test_what_may_be_a_guide(self, path: str) -> None:
        assert watch.may_be_guide(path.lower(), False) or detect(path) is None

    @given(PATHS)
    def test_what_is_not_read(self, path: str) -> None:
        assert not (watch.is_generated(path) and is_searched(path))

    @given(PATHS)
    def test_what_tells_nothing(self, path: str) -> None:
        guide = parse("# X\n", "elsewhere/PLAN.md")
        assert watch.is_about(path, (watch.IN_FILES,)) or is_specification(path, guide)
        assert watch.is_about(path, (watch.IN_PROSE,)) is (extension_of(path) in PROSE)

    @pytest.mark.parametrize("path", MANIFEST_NAMES)
    def test_manifests(self, path: str) -> None:
        assert MANIFESTS.search(path)
        assert watch.is_manifest(path.lower())
