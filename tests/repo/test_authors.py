"""Authors and their dates as commits have them, even where nobody should have written them so."""

from __future__ import annotations

import pytest

from chrono_git.errors import RepositoryError
from chrono_git.repo.authors import Author, authors
from chrono_git.repo.stream import Git
from tests.gitkit import AUTHOR, EMAIL, EPOCH, HOUR, Repo


def git_of(repo: Repo) -> Git:
    return Git(str(repo.path))


def raw_commit(repo: Repo, author: bytes, *more: bytes) -> str:
    """A commit with this author line; git would not make it, and takes it from elsewhere."""
    tree = repo.git("mktree", input=b"").encode()
    lines = [b"tree " + tree, b"author " + author, b"committer C <c@d> 5 +0000", *more, b"", b"subject", b""]
    return repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", input=b"\n".join(lines))


def test_some_commits(repo: Repo) -> None:
    first = repo.commit("first")
    repo.commit("second")
    third = repo.commit(
        "third",
        env={
            "GIT_AUTHOR_NAME": "Zoë “Z” O'Hara", "GIT_AUTHOR_EMAIL": "zoë@example.org",
            "GIT_AUTHOR_DATE": f"{EPOCH} -0930",
        },
    )  # fmt: skip
    assert authors(git_of(repo), {third: None, first: None}) == {
        first: Author(f"{AUTHOR} <{EMAIL}>", EPOCH, "+0000"),
        third: Author("Zoë “Z” O'Hara <zoë@example.org>", EPOCH, "-0930"),
    }


def test_the_author_is_not_the_committer(repo: Repo) -> None:
    one = repo.commit("x", env={"GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_DATE": f"{EPOCH + HOUR} +0100"})
    assert authors(git_of(repo), [one])[one] == Author(f"{AUTHOR} <{EMAIL}>", EPOCH, "+0000")


def test_none_asked(repo: Repo) -> None:
    assert authors(git_of(repo), []) == {}


def test_many(repo: Repo) -> None:
    oids = [raw_commit(repo, b"A%d <a@b> %d +0000" % (number, number)) for number in range(1, 60)]
    found = authors(git_of(repo), oids)
    assert [found[oid] for oid in oids] == [Author(f"A{n} <a@b>", n, "+0000") for n in range(1, 60)]


def test_settings_of_the_person_change_nothing(repo: Repo) -> None:
    one = repo.commit("first")
    repo.write(".mailmap", f"Somebody Else <else@example.org> <{EMAIL}>\n")
    for key, value in [
        ("log.mailmap", "true"), ("log.date", "relative"), ("log.decorate", "full"), ("color.ui", "always"),
        ("log.follow", "true"), ("format.pretty", "fuller"), ("i18n.logOutputEncoding", "ISO-8859-1"),
        ("log.showSignature", "true"), ("notes.displayRef", "refs/notes/*"), ("log.abbrevCommit", "true"),
    ]:  # fmt: skip
        repo.git("config", key, value)
    repo.git("notes", "add", "-m", "a note", one)
    assert authors(git_of(repo), [one]) == {one: Author(f"{AUTHOR} <{EMAIL}>", EPOCH, "+0000")}


@pytest.mark.parametrize(
    ("line", "author"),
    [
        (b" <> 7 +0000", Author(" <>", 7, "+0000")),
        (b"A <a@b> 7 +9999", Author("A <a@b>", 7, "+9999")),
        (b"J\xf6rg <j@b> 7 +0000", Author("J\ufffdrg <j@b>", 7, "+0000")),
        (b"A <a@b>", Author("A <a@b>", 0, "+0000")),
        (b"A <a@b> ", Author("A <a@b>", 0, "+0000")),
        (b"A <a@b> Mon Jan 1", Author("A <a@b>", 0, "+0000")),
        (b"A <a@b> 99999999999999999999999 +0000", Author("A <a@b>", 0, "+0000")),
        (b"A <a@b> -5 +0000", Author("A <a@b>", 0, "+0000")),
    ],
)
def test_odd_lines(repo: Repo, line: bytes, author: Author) -> None:
    other = repo.commit("other")
    one = raw_commit(repo, line)
    found = authors(git_of(repo), [one, other])
    assert found[one] == author
    assert found[other].time == EPOCH


def test_another_encoding(repo: Repo) -> None:
    one = raw_commit(repo, b"J\xf6rg <j@b> 7 +0000", b"encoding ISO-8859-1")
    assert authors(git_of(repo), [one])[one].name == "Jörg <j@b>"


def test_what_is_not_here(repo: Repo) -> None:
    repo.commit("first")
    with pytest.raises(RepositoryError):
        authors(git_of(repo), ["1" * 40])
