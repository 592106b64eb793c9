"""Which files hold fixed strings, and what a range means and adds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.errors import RepositoryError
from chrono_git.repo import ranges
from chrono_git.repo.candidates import Incomplete, holding
from chrono_git.repo.listing import blob_sizes, existing, list_index, list_tree, list_worktree
from chrono_git.repo.ranges import added_lines, patches, range_ends, sides
from chrono_git.repo.stream import Git
from chrono_git.repo.strings import Strings, common_parts, shortest
from tests.gitkit import Repo

LITERALS = (b"todo!", b"NotImplemented", b"\xff\xfe")


def found(repo: Repo, *extensions: str, **options: object) -> list[str]:
    where = Git(str(repo.path))
    return sorted(holding(where, LITERALS, extensions=extensions or ("py", "rs"), **options))  # type: ignore[arg-type]


@pytest.fixture
def sources(repo: Repo) -> Repo:
    repo.commit(
        files={
            "a.py": "raise NotImplementedError\n",
            "src/b.RS": "todo!()\n",
            "src/c.py": "fine = 1\n",
            "src/d.md": "NotImplemented\n",
            "odd [x]*?/\u00e9 \t\n.py": "NotImplemented",
            "bin.py": b"\0\0NotImplemented",
            "wide.py": "x = 1\n".encode("utf-16"),
            ".gitattributes": "*.py -diff binary\n",
        }
    )
    return repo


def test_files_of_the_work_tree(sources: Repo) -> None:
    sources.write("src/c.py", "NotImplemented\n")
    sources.write("new.py", "NotImplemented\n")
    sources.at("a.py").unlink()
    assert found(sources) == ["bin.py", "odd [x]*?/\u00e9 \t\n.py", "src/b.RS", "src/c.py", "wide.py"]


def test_files_of_a_commit_and_of_the_index(sources: Repo) -> None:
    kept = ["a.py", "bin.py", "odd [x]*?/\u00e9 \t\n.py", "src/b.RS", "wide.py"]
    sources.write("src/c.py", "NotImplemented\n")
    assert found(sources, tree="HEAD") == kept
    assert found(sources, cached=True) == kept
    sources.git("add", "-A")
    assert found(sources, cached=True) == [*kept[:3], "src/b.RS", "src/c.py", "wide.py"]


def test_folders_are_no_patterns(sources: Repo) -> None:
    assert found(sources, folders=("src",)) == ["src/b.RS"]
    assert found(sources, folders=("odd [x]*?",)) == ["odd [x]*?/\u00e9 \t\n.py"]
    assert found(sources, folders=("od*",)) == []
    assert found(sources, folders=("src", "odd [x]*?"), tree="HEAD") == [
        "odd [x]*?/\u00e9 \t\n.py",
        "src/b.RS",
    ]


def test_whole_words(sources: Repo) -> None:
    assert "a.py" not in found(sources, words=True)
    assert "bin.py" in found(sources, words=True)


def test_nothing_is_found(sources: Repo) -> None:
    assert found(sources, "nope") == []


def test_the_settings_of_a_person_do_not_matter(sources: Repo) -> None:
    before = found(sources)
    for name, value in {
        "grep.patternType": "perl", "grep.lineNumber": "true", "grep.column": "true", "grep.fullName": "true",
        "color.grep": "always", "submodule.recurse": "true", "grep.threads": "1", "core.quotePath": "true",
    }.items():  # fmt: skip
        sources.git("config", name, value)
    assert found(sources) == before


def test_links_and_submodules_are_left_out(sources: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner")
    inner.commit(files={"x.py": "NotImplemented"})
    before = found(sources)
    sources.git("submodule", "add", "-q", str(inner.path), "sub")
    sources.at("loop.py").symlink_to("loop.py")
    sources.at("link.py").symlink_to("a.py")
    sources.at("folder").symlink_to(".")
    sources.git("add", "-A")
    assert found(sources) == before
    assert found(sources, cached=True) == before


def test_what_git_cannot_read_is_told(sources: Repo) -> None:
    if os.geteuid() == 0:
        # Nobody can keep root from reading; a blob that is not there can.
        oid = sources.git("rev-parse", "HEAD:a.py")
        path = sources.at(f".git/objects/{oid[:2]}/{oid[2:]}")
        path.unlink()
        with pytest.raises(Incomplete):
            found(sources, tree="HEAD")
    else:
        sources.at("a.py").chmod(0)
        with pytest.raises(Incomplete):
            found(sources)


def test_listings(sources: Repo) -> None:
    git = Git(str(sources.path))
    sources.write("new.py", "x")
    sources.at("a.py").unlink()
    sources.at("link").symlink_to("a.py")
    tracked, untracked = list_worktree(git)
    assert {"a.py", "src/b.RS", "odd [x]*?/\u00e9 \t\n.py"} < set(tracked)
    assert untracked == ["link", "new.py"]
    assert list_worktree(git, ("src",)) == (["src/b.RS", "src/c.py", "src/d.md"], [])
    assert list_index(git) == list_tree(git, "HEAD")
    oid = sources.git("rev-parse", "HEAD:src/b.RS")
    assert list_tree(git, "HEAD", ("src/b.RS",)) == {"src/b.RS": oid}
    assert existing(git, ("src", "a.py", "nope", "src/nope"), "HEAD") == {"src", "a.py"}
    assert existing(git, ("src", "a.py", "nope"), None) == {"src", "a.py"}
    assert blob_sizes(git, [oid, "0" * 40]) == {oid: 8}


def test_a_range(repo: Repo) -> None:
    git = Git(str(repo.path))
    first = repo.commit(files={"a.py": "1\n"})
    repo.checkout("side", new=True)
    side = repo.commit(files={"b.py": "1\n"})
    repo.checkout("main")
    last = repo.commit(files={"a.py": "2\n"})
    assert range_ends(git, "main..side") == (first, side)
    assert range_ends(git, "side...main") == (first, last)
    assert range_ends(git, "side..") == (first, last)
    assert range_ends(git, "..side") == (first, side)
    assert range_ends(git, "..") == (last, last)
    for wrong, said in {
        "main": "'main' is no range",
        "": "'' is no range",
        "nope..main": "unknown revision 'nope'",
        "main..-x": "unknown revision '-x'",
    }.items():
        with pytest.raises(RepositoryError, match=said):
            range_ends(git, wrong)


def test_histories_that_have_nothing_in_common(repo: Repo) -> None:
    repo.commit(files={"a.py": "1\n"})
    repo.git("checkout", "-q", "--orphan", "other")
    other = repo.commit(files={"b.py": "1\n"})
    assert range_ends(Git(str(repo.path)), "main..other") == (None, other)


def test_added_lines(repo: Repo) -> None:
    git = Git(str(repo.path))
    old = repo.commit(
        files={"a.py": "1\n2\n3\n4\n", "b.py": "1\n", "gone.py": "1\n", "kind.py": "1\n", "same.py": "1"}
    )
    repo.rm("gone.py")
    repo.at("kind.py").unlink()
    repo.at("kind.py").symlink_to("a.py")
    odd = 'x "y" \\\tz.py'
    new = repo.commit(
        files={
            "a.py": "0\n1\n3\n4a\n4b\n5\n",
            "b.py": b"1\n\0\xff\xfe\n",
            odd: "+++ b/a.py\ndiff --git a/x b/x\n@@ -1 +1 @@\n",
            ".gitattributes": "*.py binary -diff\n",
        }
    )
    wanted = ["a.py", "b.py", "gone.py", "kind.py", odd, "same.py"]
    expected = {
        "a.py": ((1, 1), (2, 2), (4, 6)), "b.py": ((2, 2),),
        "gone.py": (), "kind.py": ((1, 1),), odd: ((1, 3),),
    }  # fmt: skip
    assert added_lines(git, old, new, wanted) == expected
    assert added_lines(git, old, new, ["a.py"]) == {"a.py": expected["a.py"]}
    assert added_lines(git, old, new, []) == {}
    repo.git("read-tree", new)
    assert added_lines(git, old, None, wanted) == expected


def test_added_lines_of_more_paths_than_a_command_can_name(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = repo.commit(files={"a.py": "1\n"})
    new = repo.commit(files={"a.py": "1\n2\n", "b.py": "1\n"})
    monkeypatch.setattr(ranges, "_LONGEST_COMMAND", 1)
    assert added_lines(Git(str(repo.path)), old, new, ["a.py"]) == {"a.py": ((2, 2),)}


def test_the_sides_of_a_patch(repo: Repo) -> None:
    old = repo.commit(files={"a.py": "".join(f"{number}\n" for number in range(20))})
    new = repo.commit(files={"a.py": "".join(f"{number}\n" for number in range(20) if number != 3) + "x"})
    [(path, patch)] = patches(Git(str(repo.path)), old, new, ["a.py"], context=1)
    told = sides(patch)
    assert (path, told.lines, told.added, told.removed) == ("a.py", ((4, 4), (20, 20)), b"x", b"3")
    assert told.new.split() == [b"2", b"4", b"19", b"x"]


@given(st.sets(st.binary(min_size=1, max_size=6), max_size=12), st.binary(max_size=40), st.integers(1, 5))
def test_many_strings_are_found_as_one_by_one(literals: set[bytes], data: bytes, least: int) -> None:
    parts = common_parts(literals, least)
    strings = Strings(literals, parts)
    assert strings.in_(data) == any(literal in data for literal in literals)
    expected = {at for literal in literals for at in range(len(data)) if data.startswith(literal, at)}
    assert set(strings.places(data)) == expected
    assert Strings(shortest(literals), common_parts(shortest(literals), least)).in_(data) == strings.in_(data)
