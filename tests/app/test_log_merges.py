"""Two branches that both wrote the log, merged: each entry is there once after `log write`."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono_git.app.fold import fold_head
from chrono_git.app.log import check_log, write_log
from chrono_git.repo.location import locate
from tests.app.kit import checklist
from tests.gitkit import Repo

LOG = "IMPLEMENTATION_LOG.md"
GUIDES = ("CHRONO-001", "CHRONO-002")


def learn(repo: Repo, text: str) -> None:
    repo.commit(f"{text}\n\nChrono-Learning: {text}\n")


def write(repo: Repo) -> None:
    assert write_log(str(repo.path), use_cache=False).problem == ""
    repo.commit("log")


def branches(repo: Repo, ours: Sequence[str], theirs: Sequence[str], *, picked: bool) -> None:
    """Both branches learn something and write the log; with `picked` one has a commit of the other, too."""
    learn(repo, "common")
    write(repo)
    repo.git("checkout", "-q", "-b", "side")
    for text in theirs:
        learn(repo, text)
    write(repo)
    repo.checkout("main")
    for text in ours:
        learn(repo, text)
    if picked:
        repo.git("cherry-pick", "--allow-empty", "side~1")
    write(repo)


def entries(repo: Repo) -> list[str]:
    lines = (line.partition(" <!-- chrono:") for line in repo.at(LOG).read_text().splitlines())
    return sorted(text.strip(" -") for text, key, _ in lines if key)


@pytest.mark.parametrize("picked", [False, True])
@pytest.mark.parametrize("union", [False, True])
def test_after_a_merge(repo: Repo, union: bool, picked: bool) -> None:
    if union:
        repo.write(".gitattributes", f"{LOG} merge=union\n")
    branches(repo, ["a", "b"], ["c", "d"], picked=picked)
    try:
        repo.merge("side")
    except AssertionError:
        assert not union
        text = repo.at(LOG).read_text()
        # As people do who want both: the marks go, all lines stay.
        kept = [
            line
            for line in text.splitlines(keepends=True)
            if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>")
        ]
        repo.write(LOG, "".join(kept))
        repo.commit("merge")
    write(repo)
    assert entries(repo) == ["a", "b", "c", "common", "d"]
    gap = check_log(str(repo.path), use_cache=False)
    assert (gap.missing, gap.repeats, gap.checked) == ((), 0, 5)


def test_a_conflict_that_is_not_resolved_is_refused(repo: Repo) -> None:
    branches(repo, ["a"], ["b"], picked=False)
    learn(repo, "not written yet")
    with pytest.raises(AssertionError):
        repo.merge("side")
    before = repo.at(LOG).read_bytes()
    gap = write_log(str(repo.path), use_cache=False)
    assert "merge" in gap.problem
    assert repo.at(LOG).read_bytes() == before


@pytest.mark.parametrize("active", ["", '[guides]\nactive = "CHRONO-001"\n'])
def test_a_squash_of_a_branch_that_named_the_guide(repo: Repo, active: str) -> None:
    guides = {f"docs/implementation/{name}-guide.md": checklist(name, ["1.1 Decide"]) for name in GUIDES}
    repo.commit("guides", files={**guides, ".chrono/config.toml": active})
    repo.checkout("warp-in/CHRONO-002-x", new=True)
    learn(repo, "caches lie")
    write(repo)
    assert "### CHRONO-002" in repo.at(LOG).read_text()
    repo.checkout("main")
    repo.git("merge", "-q", "--squash", "warp-in/CHRONO-002-x")
    repo.commit("Add x (#12)\n\n* caches lie\n\nChrono-Learning: caches lie\n\n* log\n")
    gap = check_log(str(repo.path), use_cache=False)
    assert (gap.missing, gap.repeats, gap.checked) == ((), 0, 1)
    if not active:  # a commit that names another guide means that one
        repo.commit("x\n\nChrono-Guide: CHRONO-001\nChrono-Learning: caches lie\n")
        write(repo)
        assert entries(repo) == ["caches lie", "caches lie"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ours=st.lists(st.sampled_from("abcdef"), max_size=3, unique=True),
    theirs=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True),
)
def test_whatever_they_learnt(
    tmp_path_factory: pytest.TempPathFactory, ours: list[str], theirs: list[str]
) -> None:
    repo = Repo(tmp_path_factory.mktemp("merge") / "repo")
    repo.write(".gitattributes", f"{LOG} merge=union\n")
    branches(repo, ours, theirs, picked=True)
    repo.merge("side")
    write(repo)
    assert entries(repo) == sorted({"common", *ours, *theirs})


def test_sections_that_two_branches_made_keep_their_learnings(repo: Repo) -> None:
    names = ("CHRONO-001", "CHRONO-002")
    guides = {f"docs/implementation/{name}-guide.md": checklist(name, ["1.1 Decide"]) for name in names}
    repo.commit(
        "guides", files={**guides, ".gitattributes": f"{LOG} merge=union\n", LOG: "# Log\n\n## Tickets\n"}
    )
    repo.git("checkout", "-q", "-b", "side")
    for branch, name in (("side", names[0]), ("main", names[1])):
        repo.checkout(branch)
        parent = repo.head()
        repo.commit(f"{name}: x\n\nChrono-Learning: of {name}\n", files={f"{name}.txt": ""})
        fold_head(locate(str(repo.path)), repo.head(), [parent])
    repo.merge("side")
    write(repo)
    text = repo.at(LOG).read_text()
    for name in names:
        assert f"of {name}" in text.partition(f"### {name}")[2].partition("###")[0]
    assert text.count("### CHRONO-001") == text.count("### CHRONO-002") == 1
