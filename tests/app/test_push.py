"""What the gate blocks: every ref of a push, by the tree of the commit that is pushed."""

from __future__ import annotations

import pytest

from chrono_git.repo.updates import Elsewhere, Update, policy_of, pushed, received
from tests.app.kit import GUIDE
from tests.app.push_kit import decided, done, judge, lines, seen, stub, with_remote
from tests.gitkit import Repo


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository with an old stub, whose `main` the other side has."""
    with_remote(repo)
    repo.commit("old", files={"old.py": stub("old"), "a.py": done("a")})
    repo.git("push", "-q", "origin", "main")
    return repo


# What is new.


def test_a_new_stub_blocks_and_an_old_one_does_not(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b")})
    shop.commit("three", files={"a.py": done("a", "b") + "\n\n" + stub("c"), "old.py": "\n" + stub("old")})
    report = judge(shop, "main:main")
    assert seen(report) == [("a.py", 10)]
    assert (report.commits, report.files, report.judged) == (2, 3, 1)
    assert report.blocked[0].refs == ("refs/heads/main",)


def test_what_is_finished_at_the_tip_is_finished(shop: Repo) -> None:
    shop.commit("begun", files={"b.py": stub("b")})
    shop.commit("finished", files={"b.py": done("b")})
    assert seen(judge(shop, "main:main")) == []
    assert seen(judge(shop, "HEAD~1:main")) == [("b.py", 2)]


def test_the_work_tree_and_the_index_are_not_asked(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b"), "c.py": done("c")})
    shop.write("b.py", done("b"))
    shop.git("add", "b.py")
    shop.write("c.py", stub("c"))
    assert seen(judge(shop, "main:main")) == [("b.py", 2)]


def test_debug_code_blocks_and_what_only_warns_does_not(shop: Repo) -> None:
    warned = 'def b():\n    # TODO: implement\n    pass\n\n\ndef c(x):\n    print("DEBUG", x)\n'
    shop.commit("two", files={"b.py": warned})
    assert seen(judge(shop, "main:main")) == []
    shop.commit("three", files={"c.py": "def c():\n    breakpoint()\n    return 1\n"})
    assert seen(judge(shop, "main:main")) == [("c.py", 2)]


def test_what_moved_is_not_new(shop: Repo) -> None:
    shop.mv("old.py", "lib/older.py")
    shop.commit("moved")
    assert seen(judge(shop, "main:main")) == []


def test_allowed_excluded_and_in_the_baseline(shop: Repo) -> None:
    allowed = "def b():\n    raise NotImplementedError  # chrono-git: allow(stub) nobody asks\n"
    baseline = '{"path": "d.py", "rule": "stub", "symbol": "d", "content": "raise NotImplementedError"}\n'
    config = '[check]\nexclude = ["legacy/**"]\n'
    files = {"b.py": allowed, "legacy/c.py": stub("c"), "d.py": stub("d"), ".chrono/config.toml": config}
    shop.commit("two", files={**files, ".chrono/check-baseline.jsonl": baseline})
    assert seen(judge(shop, "main:main")) == []
    shop.rm(".chrono")
    shop.commit("three")
    assert seen(judge(shop, "main:main")) == [("d.py", 2), ("legacy/c.py", 2)]


def test_rules_of_the_repository_itself(shop: Repo) -> None:
    rule = "id: no-sleep\nlanguage: python\nseverity: error\nmessage: no\nrule:\n  pattern: time.sleep($A)\n"
    code = "import time\n\n\ndef b():\n    time.sleep(1)\n"
    shop.commit("two", files={".chrono/rules/a.yml": rule, "b.py": code})
    assert seen(judge(shop, "main:main")) == [("b.py", 5)]


# Which commits are compared.


def test_a_new_branch_is_compared_with_what_the_other_side_has(shop: Repo) -> None:
    shop.checkout("topic", new=True)
    shop.commit("two", files={"b.py": done("b")})
    report = judge(shop, "topic:topic")
    assert (seen(report), report.commits, report.files) == ([], 1, 1)
    shop.commit("three", files={"old.py": stub("old"), "c.py": stub("c")})
    assert seen(judge(shop, "topic:topic")) == [("c.py", 2)]


def test_a_branch_that_the_other_side_has_under_another_name(shop: Repo) -> None:
    report = judge(shop, "main:release")
    assert (seen(report), report.commits, report.judged) == ([], 0, 1)


def test_the_first_push_of_all(repo: Repo) -> None:
    with_remote(repo)
    repo.commit("one", files={"a.py": stub("a")})
    repo.commit("two", files={"b.py": done("b")})
    report = judge(repo, "main:main")
    assert (seen(report), report.commits, report.files) == ([("a.py", 2)], 2, 2)


def test_a_merge_brings_nothing_new_that_the_other_side_has(shop: Repo) -> None:
    shop.checkout("topic", new=True)
    shop.commit("mine", files={"b.py": done("b")})
    shop.git("push", "-q", "origin", "topic")
    shop.checkout("main")
    shop.commit("theirs", files={"their.py": stub("their")})
    shop.git("push", "-q", "origin", "main")
    shop.checkout("topic")
    shop.merge("main")
    assert seen(judge(shop, "topic:topic")) == []
    assert seen(judge(shop, "topic:new")) == []
    shop.commit("more", files={"c.py": stub("c")})
    assert seen(judge(shop, "topic:topic")) == [("c.py", 2)]


def test_what_comes_back_is_new(shop: Repo) -> None:
    shop.checkout("topic", new=True)
    shop.commit("mine", files={"b.py": done("b")})
    shop.git("push", "-q", "origin", "topic")
    shop.checkout("main")
    shop.commit("finished", files={"old.py": done("old")})
    shop.git("push", "-q", "origin", "main")
    shop.checkout("topic")
    shop.merge("main")
    assert seen(judge(shop, "topic:topic")) == []
    shop.git("push", "-q", "origin", "topic")
    shop.commit("back", files={"old.py": stub("old")})
    assert seen(judge(shop, "topic:topic")) == [("old.py", 2)]


def test_a_forced_push_over_a_commit_that_is_not_here(shop: Repo) -> None:
    other = Repo(shop.path.parent / "other", init=False)
    shop.git("clone", "-q", shop.git("remote", "get-url", "origin"), str(other.path))
    other.commit("of another", files={"x.py": stub("x")})
    other.git("push", "-q", "origin", "main")
    shop.commit("mine", files={"b.py": stub("b")})
    report = judge(shop, "main:main")
    assert (seen(report), report.commits) == ([("b.py", 2)], 1)


def test_an_amended_commit_is_judged_without_what_it_replaces(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b")})
    shop.git("push", "-q", "origin", "main")
    shop.commit("two, better", "--amend", files={"b.py": stub("b") + "\n# more\n"})
    assert seen(judge(shop, "main:main")) == [("b.py", 2)]


def test_going_back_brings_nothing(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b")})
    shop.git("push", "-q", "origin", "main")
    report = judge(shop, "HEAD~1:main")
    assert (report.commits, report.files, report.judged, seen(report)) == (0, 0, 1, [])


def test_a_url_and_a_remote_that_was_never_fetched_from(shop: Repo) -> None:
    with_remote(shop, name="backup")
    shop.commit("two", files={"b.py": stub("b")})
    url = shop.git("remote", "get-url", "backup")
    for report in (judge(shop, "main:main", remote="backup"), judge(shop, "main:main", remote="", url=url)):
        assert (seen(report), report.commits) == ([("b.py", 2)], 1)
    shop.git("push", "-q", "backup", "HEAD~1:refs/heads/main")
    shop.git("update-ref", "-d", "refs/remotes/origin/main")
    assert judge(shop, "main:new", remote="backup").commits == 1


def test_a_shallow_clone(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b")})
    shop.git("push", "-q", "origin", "main")
    clone = Repo(shop.path.parent / "far", init=False)
    shop.git("clone", "-q", "--depth=1", shop.git("remote", "get-url", "origin"), str(clone.path))
    clone.commit("three", files={"c.py": stub("c")})
    report = judge(clone, "main:main")
    assert (seen(report), report.commits) == ([("c.py", 2)], 1)


# Which objects.


def test_annotated_tags_are_followed_to_their_commit(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b")})
    shop.git("tag", "-a", "-m", "one", "v1")
    shop.git("tag", "-a", "-m", "of a tag", "v2", "v1")
    report = judge(shop, "v2:refs/tags/v2")
    assert (seen(report), report.commits) == ([("b.py", 2)], 1)
    assert report.blocked[0].refs == ("refs/tags/v2",)


def test_trees_and_blobs_are_no_commits(shop: Repo) -> None:
    shop.git("tag", "-a", "-m", "a tree", "tree", "HEAD^{tree}")
    report = judge(shop, "tree:refs/tags/tree", "HEAD:old.py:refs/tags/blob".replace("HEAD:old.py", "main"))
    assert (report.no_commit, report.judged) == (1, 1)
    blob = shop.git("rev-parse", "HEAD:old.py")
    report = judge(shop, f"{blob}:refs/tags/blob")
    assert (report.no_commit, report.judged, report.commits) == (1, 0, 0)


def test_deletions(shop: Repo) -> None:
    shop.git("push", "-q", "origin", "main:gone")
    report = judge(shop, ":gone")
    assert (report.deleted, report.judged, report.commits) == (1, 0, 0)
    shop.commit("two", files={"b.py": stub("b")})
    report = judge(shop, ":gone", "main:main")
    assert (report.deleted, report.judged, seen(report)) == (1, 1, [("b.py", 2)])


def test_sha256(repo: Repo) -> None:
    new = Repo(repo.path.parent / "new", "--object-format=sha256")
    with_remote(new, "--object-format=sha256")
    new.commit("one", files={"a.py": stub("a")})
    assert seen(judge(new, "main:main")) == [("a.py", 2)]
    new.git("push", "-q", "origin", "main")
    new.commit("two", files={"b.py": stub("b")})
    assert seen(judge(new, "main:main")) == [("b.py", 2)]
    assert seen(judge(new, "main:topic")) == [("b.py", 2)]


# Several refs.


def test_every_ref_is_judged(shop: Repo) -> None:
    shop.branch("clean")
    shop.commit("two", files={"b.py": stub("b")})
    assert [one.refs for one in judge(shop, "clean:clean", "main:main").blocked] == [("refs/heads/main",)]
    assert [one.refs for one in judge(shop, "main:main", "clean:clean").blocked] == [("refs/heads/main",)]


@pytest.mark.parametrize("order", [("main:main", "topic:topic"), ("topic:topic", "main:main")])
def test_what_one_branch_has_of_another(shop: Repo, order: tuple[str, ...]) -> None:
    shop.commit("two", files={"b.py": stub("b"), "c.py": stub("c")})
    shop.checkout("topic", new=True)
    shop.commit("three", files={"b.py": done("b"), "d.py": stub("d")})
    report = judge(shop, *order)
    # It is finished on `topic`, but not on `main`; and what both have is told of one.
    assert {one.finding.path: one.refs for one in report.blocked} == {
        "b.py": ("refs/heads/main",),
        "c.py": ("refs/heads/main",),
        "d.py": ("refs/heads/topic",),
    }
    assert (report.commits, report.judged) == (2, 2)


def test_two_refs_of_one_commit(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b")})
    report = judge(shop, "main:main", "main:refs/tags/v1")
    assert [one.refs for one in report.blocked] == [("refs/heads/main", "refs/tags/v1")]
    assert (report.commits, report.files, report.judged) == (1, 1, 2)


def test_a_ref_that_cannot_be_judged_hides_no_other(shop: Repo) -> None:
    shop.checkout("damaged", new=True)
    shop.commit("two", files={"c.py": done("c")})
    tree = shop.git("rev-parse", "HEAD^{tree}")
    shop.checkout("main")
    shop.commit("three", files={"b.py": stub("b")})
    shop.at(f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    updates = pushed(lines(shop, "damaged:damaged", "main:main"))
    report = decided(shop, updates, Elsewhere("origin"))
    assert seen(report) == [("b.py", 2)]
    assert len(report.failed) == 1
    assert "refs/heads/damaged" in report.failed[0]
    assert not report.is_whole


# Policies.


@pytest.mark.parametrize(
    ("config", "branch", "found"),
    [
        ('[push]\npolicy = "off"\n', "main", []),
        ('[push]\npolicy = "all"\n', "main", ["b.py", "old.py"]),
        ('[push]\npolicy = "claimed"\n', "main", []),
        ('[push.branches]\n"wip/*" = "off"\n"*" = "all"\n', "wip/a/b", []),
        ('[push.branches]\n"wip/*" = "off"\n"*" = "all"\n', "main", ["b.py", "old.py"]),
        ('[push]\npolicy = "off"\n[push.branches]\nmain = "new"\n', "main", ["b.py"]),
        ('[push]\npolicy = "off"\n[push.branches]\nmain = "new"\n', "maintenance", []),
    ],
)
def test_policies(shop: Repo, config: str, branch: str, found: list[str]) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": config})
    report = judge(shop, f"main:{branch}")
    assert [path for path, _ in seen(report)] == found
    assert report.off == (not found and "claimed" not in config)


def test_policy_all_even_where_nothing_is_new(shop: Repo) -> None:
    shop.commit("two", files={".chrono/config.toml": '[push]\npolicy = "all"\n'})
    shop.git("push", "-q", "origin", "main")
    assert seen(judge(shop, "main:again")) == [("old.py", 2)]


def test_each_commit_by_its_own_configuration(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": '[push]\npolicy = "off"\n'})
    shop.commit("three", files={".chrono/config.toml": ""})
    report = judge(shop, "HEAD~1:x", "HEAD:y")
    assert (report.off, [one.refs for one in report.blocked]) == (1, [("refs/heads/y",)])


WIP = '[push.branches]\n"wip/*" = "off"\n"some/*" = "claimed"\n'


@pytest.mark.parametrize("through", ["wip/a", "some/a"])
@pytest.mark.parametrize("remote", ["origin", ""])
def test_what_a_laxer_branch_let_through_is_new_elsewhere(shop: Repo, through: str, remote: str) -> None:
    shop.checkout("topic", new=True)
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": WIP})
    url = shop.git("remote", "get-url", "origin")
    far = {"remote": remote, "url": "" if remote else url}
    assert seen(judge(shop, f"topic:{through}", **far)) == []
    shop.git("push", "-q", "origin", f"topic:{through}")
    for spec in ("topic:main", "topic:new", "topic:refs/tags/v1"):
        assert seen(judge(shop, spec, **far)) == [("b.py", 2)], spec
    shop.commit("more", files={"c.py": done("c")})
    # Both at once: the old value of the one is none for the other.
    report = judge(shop, "topic:main", f"topic:{through}", **far)
    assert [one.refs for one in report.blocked] == [("refs/heads/main",)]
    assert report.commits == 2
    # What a branch has itself is old.
    shop.git("push", "-q", "origin", "topic:main")
    shop.commit("yet more", files={"d.py": done("d")})
    report = judge(shop, "topic:main", **far)
    assert (seen(report), report.commits) == ([], 1)
    assert judge(shop, "topic:new", **far).commits == 1


def test_a_claimed_branch_counts_for_another(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": WIP})
    shop.git("push", "-q", "origin", "main:some/a")
    assert judge(shop, "main:some/b").commits == 0
    shop.git("push", "-q", "origin", ":some/a", "main:wip/a")
    assert judge(shop, "main:some/b").commits == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".chrono/config.toml", "[check]\nexclud = 3\n"),
        (".chrono/check-baseline.jsonl", "{\n"),
        (".chrono/rules/a.yml", "id: 3\n"),
    ],
)
def test_a_mistake_in_the_settings_is_told_and_stops_nobody(shop: Repo, name: str, text: str) -> None:
    shop.commit("two", files={"b.py": stub("b"), name: text})
    report = judge(shop, "main:main")
    assert seen(report) == [("b.py", 2)]
    assert report.mistakes
    assert report.mistakes[0].startswith(f"{name}:")


@pytest.mark.parametrize(
    ("glob", "name", "fits"),
    [
        ("main", "main", True),
        ("main", "mainly", False),
        ("*", "a/b", True),
        ("a*", "a", True),
        ("release/*", "release/1/x", True),
        ("release/*", "release", False),
        ("*-wip", "a-wip", True),
        ("a*b*c", "aXbYc", True),
        ("a*bc*c", "abc", False),
        ("ab*ba", "aba", False),
        ("v?", "v1", True),
        ("v[12]", "v2", True),
        ("v[12]", "v3", False),
    ],
)
def test_globs_of_branches(glob: str, name: str, fits: bool) -> None:
    assert policy_of(name, [(glob, "off")]) == ("off" if fits else None)


# Claims.

TEXT = """\
# CHRONO-001: A shop

## Implementation Checklist

### Phase 1: Making

- [ ] 1.1 Create `src/cart.py`
- [ ] 1.2 Implement `total` in `src/cart.py`
- [ ] 1.3 Fill in everything below `lib/`
- [ ] 1.4 Create stub functions in `src/later.py`
"""
CART = (
    "class Cart:\n    def total(self):\n        raise NotImplementedError\n"
    "\n    def items(self):\n        raise NotImplementedError\n"
)


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """A repository whose guide has old stubs in the files of its items; the other side has it all."""
    with_remote(repo)
    files = {GUIDE: TEXT, "src/cart.py": CART, "lib/tax.py": stub("tax"), "src/later.py": stub("later")}
    repo.commit("a shop", files=files)
    repo.git("push", "-q", "origin", "main")
    return repo


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("CHRONO-001: total", []),
        ("total\n\nChrono-Step: 1.2", [("src/cart.py", 3)]),
        ("cart\n\nChrono-Step: CHRONO-001/1.1", [("src/cart.py", 6)]),
        ("tax\n\nChrono-Step: 1.3", [("lib/tax.py", 2)]),
        ("stubs\n\nChrono-Step: 1.4", []),
        ("all\n\nChrono-Step: 1.1, 1.2, 1.3", [("lib/tax.py", 2), ("src/cart.py", 3), ("src/cart.py", 6)]),
        ("nothing of ours\n\nChrono-Step: 7.7", []),
        ("no\n\nChrono-Skip: 1.2 (not here)", []),
        ("fenced\n\n```\nChrono-Step: 1.2\n```", []),
    ],
)
def test_a_claim_that_old_stubs_contradict(guided: Repo, message: str, found: list[tuple[str, int]]) -> None:
    guided.commit("before", files={"notes.txt": "x\n"})
    guided.commit(message)
    report = judge(guided, "main:main")
    assert seen(report) == found
    assert all(one.claim is not None and one.claim.commit == guided.head() for one in report.blocked)


def test_which_item_and_which_claim(guided: Repo) -> None:
    guided.commit("total\n\nChrono-Step: 1.2")
    (one,) = judge(guided, "main:main").blocked
    assert (one.finding.item, one.claim and one.claim.trailer) == ("CHRONO-001/1.2", "Chrono-Step: 1.2")


def test_a_claim_with_its_work(guided: Repo) -> None:
    guided.commit(
        "total\n\nChrono-Step: 1.2",
        files={"src/cart.py": CART.replace("raise NotImplementedError", "pass", 1)},
    )
    assert seen(judge(guided, "main:main")) == []


def test_a_claim_that_was_taken_back(guided: Repo) -> None:
    claimed = guided.commit("total\n\nChrono-Step: 1.2")
    guided.commit("not yet\n\nChrono-Reopen: 1.2")
    assert seen(judge(guided, "main:main")) == []
    guided.git("reset", "-q", "--hard", claimed)
    guided.commit(f'Revert "total"\n\nThis reverts commit {claimed}.\n')
    assert seen(judge(guided, "main:main")) == []


def test_a_claim_that_the_other_side_has(guided: Repo) -> None:
    guided.commit("total\n\nChrono-Step: 1.2")
    guided.git("push", "-q", "origin", "main")
    guided.commit("more", files={"notes.txt": "y\n"})
    assert seen(judge(guided, "main:main")) == []


def test_a_new_stub_of_a_claimed_item_is_told_once(guided: Repo) -> None:
    guided.commit("total\n\nChrono-Step: 1.1", files={"src/cart.py": CART + "\n" + stub("more")})
    report = judge(guided, "main:main")
    assert [(one.finding.line, one.claim is not None) for one in report.blocked] == [(6, True), (9, True)]


def test_old_stubs_that_are_allowed_or_in_the_baseline(guided: Repo) -> None:
    baseline = (
        '{"path": "lib/tax.py", "rule": "stub", "symbol": "tax", "content": "raise NotImplementedError"}\n'
    )
    allowed = CART.replace("Error\n", "Error  # chrono-git: allow(stub) later\n")
    guided.commit(
        "all\n\nChrono-Step: 1.1, 1.2, 1.3",
        files={"src/cart.py": allowed, ".chrono/check-baseline.jsonl": baseline},
    )
    assert seen(judge(guided, "main:main")) == []


def test_policy_claimed_lets_through_what_nobody_claims(guided: Repo) -> None:
    files = {
        "src/cart.py": CART + "\n" + stub("more"),
        "new.py": stub("new"),
        "src/later.py": stub("later", "l"),
    }
    guided.commit("plain", files={**files, ".chrono/config.toml": '[push]\npolicy = "claimed"\n'})
    assert seen(judge(guided, "main:main")) == []
    guided.commit("claim\n\nChrono-Step: 1.1, 1.4")
    assert seen(judge(guided, "main:main")) == [("src/cart.py", 6), ("src/cart.py", 9)]
    # Somebody claimed it earlier: what is new in its files counts, what is old does not.
    guided.git("push", "-q", "origin", "main")
    guided.commit("more", files={"src/cart.py": CART + "\n" + stub("more", "and_more")})
    assert seen(judge(guided, "main:main")) == [("src/cart.py", 13)]


OTHER = "docs/implementation/CHRONO-002-guide.md"


@pytest.mark.parametrize(
    ("spec", "judged"),
    [
        ("warp/CHRONO-001-x:main", True),
        ("refs/heads/warp/CHRONO-001-x:main", True),
        ("HEAD:refs/for/main", True),
        ("v1:refs/tags/v1", True),
        ("other:warp/CHRONO-001-x", True),
        ("HEAD~0:refs/heads/main", True),
        ("detached:main", False),
    ],
)
def test_the_guide_of_a_claim_is_that_of_the_local_branch(guided: Repo, spec: str, judged: bool) -> None:
    guided.commit("another guide", files={OTHER: TEXT.replace("CHRONO-001", "CHRONO-002")})
    guided.checkout("warp/CHRONO-001-x", new=True)
    guided.commit("total\n\nChrono-Step: 1.2")
    guided.git("tag", "-a", "-m", "one", "v1")
    guided.branch("other")
    source, _, name = spec.partition(":")
    if source == "detached":
        guided.git("checkout", "-q", "--detach")
        source = "HEAD"
    elif source.startswith("warp"):
        source = f"refs/heads/{source}"
    report = judge(guided, f"{source}:{name}")
    assert seen(report) == ([("src/cart.py", 3)] if judged else [])
    told = f"1 claim could not be judged: `Chrono-Step: 1.2` of commit {guided.head()[:10]}: "
    notes = [one.message for one in report.notes]
    assert notes == ([] if judged else [f"{told}neither the message nor a branch names its guide"])


# git's lines.


def test_lines_of_git() -> None:
    one, two, zero = "1" * 40, "2" * 40, "0" * 40
    text = f"HEAD@{{2 days ago}} {one} refs/heads/x {zero}\n(delete) {zero} refs/tags/y {two}\n"
    assert [(u.name, u.new, u.old, u.branch) for u in pushed(text.encode())] == [
        ("refs/heads/x", one, "", "x"),
        ("refs/tags/y", "", two, "refs/tags/y"),
    ]
    (update,) = received(f"{one} {two} refs/heads/z\n".encode())
    assert (update.name, update.new, update.old) == ("refs/heads/z", two, one)
    assert isinstance(update, Update)
    assert pushed(b"") == received(b"") == []
