"""What histories teach: each learning once, with its guide and author, and nothing that was taken back."""

from __future__ import annotations

import pytest

from chrono_git.app.learnings import Reading, learnings, learnings_of
from chrono_git.journal import Entry
from chrono_git.repo.stream import Git
from tests.gitkit import AUTHOR, EMAIL, EPOCH, HOUR, Repo

GUIDES = ("CHRONO-001", "CHRONO-002")
WHO = f"{AUTHOR} <{EMAIL}>"


def taught(
    repo: Repo, since: str | None = None, *, default: str | None = None, tip: str = "HEAD"
) -> list[tuple[str | None, str]]:
    """Guide and text of what the history of `tip` teaches."""
    found = learnings(Git(str(repo.path)), repo.head(tip), since, Reading(GUIDES, default))
    return [(one.guide, one.text) for one in found]


def teach(repo: Repo, *texts: str, subject: str = "x", guide: str = "") -> str:
    lines = [*[f"Chrono-Guide: {guide}"] * bool(guide), *(f"Chrono-Learning: {text}" for text in texts)]
    message = f"{subject}\n\nbody\n\n" + "\n".join(lines) + "\n"
    return repo.commit(message, files={f"file{repo.commits}": ""})


def test_oldest_first_with_author_and_date(repo: Repo) -> None:
    teach(repo, "one", "two")
    repo.commit("nothing")
    repo.commit(
        "x\n\nChrono-Learning: three\n",
        env={"GIT_AUTHOR_NAME": "Zoë", "GIT_AUTHOR_DATE": f"{EPOCH} +0530"},
    )
    assert learnings(Git(str(repo.path)), repo.head(), None, Reading(GUIDES, "CHRONO-001")) == (
        Entry("one", "CHRONO-001", WHO, EPOCH),
        Entry("two", "CHRONO-001", WHO, EPOCH),
        Entry("three", "CHRONO-001", f"Zoë <{EMAIL}>", EPOCH, "+0530"),
    )


def test_only_what_came_since(repo: Repo) -> None:
    teach(repo, "old")
    since = repo.commit("between")
    assert taught(repo, since) == []
    teach(repo, "new")
    assert taught(repo, since) == [(None, "new")]
    assert taught(repo, repo.head()) == []
    assert [text for _, text in taught(repo)] == ["old", "new"]


def test_what_a_branch_brought(repo: Repo) -> None:
    since = repo.commit("start")
    repo.git("checkout", "-q", "-b", "side")
    teach(repo, "side one")
    teach(repo, "side two")
    repo.checkout("main")
    mine = teach(repo, "mine")
    repo.merge("side", "merge\n\nChrono-Learning: of the merge\n")
    assert [text for _, text in taught(repo, since)] == ["side one", "side two", "mine", "of the merge"]
    assert [text for _, text in taught(repo, mine)] == ["side one", "side two", "of the merge"]


FOLDED = """\
subject

Chrono-Learning: a first line
  that goes on
\tand on
Chrono-Learning:   second,\twith  blanks
not: folded
"""
MANY = """\
subject

chrono-learning: small letters count

text between paragraphs

Chrono-Learning: not only the last paragraph

```
Chrono-Learning: an example
```

    Chrono-Learning: indented, as code

Chrono-Learning:
Chrono-Learning: ünïcode “quotes” – 日本語

Co-authored-by: B <b@example.org>
"""
SQUASHED = f"""\
Squashed commit of the following:

commit {"1" * 40}
Author: A <a@b>
Date:   Thu Jan 1 00:00:00 1970 +0000

    CHRONO-002: second

    Chrono-Learning: of the second
      and folded

commit {"2" * 40}
Author: A <a@b>
Date:   Thu Jan 1 00:00:00 1970 +0000

    first

    Chrono-Guide: CHRONO-001
    Chrono-Learning: of the first
"""
HOSTED = """\
CHRONO-001: all of it (#12)

* CHRONO-002: part

Chrono-Learning: of the part

* other part

Chrono-Learning: of the other part

---------

Co-authored-by: B <b@example.org>
"""


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (FOLDED, [(None, "a first line that goes on and on"), (None, "second,\twith  blanks")]),
        (
            MANY,
            [
                (None, "small letters count"),
                (None, "not only the last paragraph"),
                (None, "ünïcode “quotes” – 日本語"),
            ],
        ),
        (SQUASHED, [("CHRONO-002", "of the second and folded"), ("CHRONO-001", "of the first")]),
        (HOSTED, [("CHRONO-002", "of the part"), ("CHRONO-001", "of the other part")]),
        ("Chrono-Learning: in the subject", [(None, "in the subject")]),
        ("x\r\n\r\nChrono-Learning: with CR\r\n", [(None, "with CR")]),
    ],
    ids=["folded", "many", "squashed", "hosted", "subject", "CRLF"],
)
def test_wherever_it_stands(repo: Repo, message: str, expected: list[tuple[str | None, str]]) -> None:
    repo.commit(message)
    assert taught(repo) == expected


@pytest.mark.parametrize(
    ("message", "default", "guide"),
    [
        ("x\n\nChrono-Learning: it\n", None, None),
        ("x\n\nChrono-Learning: it\n", "CHRONO-002", "CHRONO-002"),
        ("CHRONO-001: x\n\nChrono-Learning: it\n", "CHRONO-002", "CHRONO-001"),
        ("CHRONO-001: x\n\nChrono-Guide: CHRONO-002\nChrono-Learning: it\n", None, "CHRONO-002"),
        ("x\n\nChrono-Guide: chrono-001\nChrono-Learning: it\n", None, "CHRONO-001"),
        ("x\n\nChrono-Guide: UNKNOWN-1\nChrono-Learning: it\n", "CHRONO-002", "UNKNOWN-1"),
    ],
)
def test_the_guide(repo: Repo, message: str, default: str | None, guide: str | None) -> None:
    repo.commit(message)
    assert taught(repo, default=default) == [(guide, "it")]


def test_the_same_words_count_once_under_a_guide(repo: Repo) -> None:
    first = teach(repo, "same", "same  words", "same words")
    teach(repo, "same", "new", guide="CHRONO-001")
    teach(repo, "same")
    expected = [(None, "same"), (None, "same  words"), ("CHRONO-001", "same"), ("CHRONO-001", "new")]
    assert taught(repo) == expected
    assert taught(repo, first) == [*expected[2:], (None, "same")]


def test_of_two_the_older_one_is_taken(repo: Repo) -> None:
    repo.commit("x\n\nChrono-Learning: a  b\n")
    repo.commit("y\n\nChrono-Learning: a b\n", env={"GIT_AUTHOR_NAME": "B"})
    repo.commit("z\n\nChrono-Guide: CHRONO-001\nChrono-Learning: a b\n", env={"GIT_AUTHOR_NAME": "B"})
    found = learnings(Git(str(repo.path)), repo.head(), None, Reading(GUIDES))
    assert [(one.guide, one.text, one.author.split()[0]) for one in found] == [
        (None, "a  b", AUTHOR.split()[0]),
        ("CHRONO-001", "a b", "B"),
    ]


def test_a_revert_takes_back_what_was_taught(repo: Repo) -> None:
    since = repo.commit("start")
    wrong = teach(repo, "wrong", subject="wrong")
    teach(repo, "right")
    repo.git("revert", "--no-edit", wrong, env=repo.dates())
    assert taught(repo, since) == [(None, "right")]
    repo.git("revert", "--no-edit", "HEAD", env=repo.dates())
    assert taught(repo, since) == [(None, "wrong"), (None, "right")]


def test_a_revert_may_teach(repo: Repo) -> None:
    wrong = teach(repo, "wrong")
    teach(repo, "it was wrong", subject=f'Revert "x"\n\nThis reverts commit {wrong}.')
    assert taught(repo) == [(None, "it was wrong")]


def test_what_was_reverted_earlier_stays_written(repo: Repo) -> None:
    """The commit that taught it is not among these: nothing is to be taken back here."""
    wrong = teach(repo, "wrong")
    repo.git("revert", "--no-edit", wrong, env=repo.dates())
    assert taught(repo, wrong) == []


def test_a_cherry_pick_teaches_it_once(repo: Repo) -> None:
    repo.commit("start")
    repo.git("checkout", "-q", "-b", "side")
    teach(repo, "it")
    repo.checkout("main")
    repo.commit("mine")
    repo.git("cherry-pick", "side", env=repo.dates())
    [entry] = learnings(Git(str(repo.path)), repo.head(), None, Reading(GUIDES))
    [other] = learnings(Git(str(repo.path)), repo.head("side"), None, Reading(GUIDES))
    assert entry.key == other.key
    repo.merge("side")
    assert taught(repo) == [(None, "it")]


@pytest.mark.parametrize(
    "message", [b"x\n\nChrono-Learning: gr\xfc\xdfe\n", "x\n\nChrono-Learning: grüße\n".encode()]
)
def test_encodings(repo: Repo, message: bytes) -> None:
    repo.commit("start")
    repo.git("commit", "-q", "--allow-empty", "-F", "-", input=message, env=repo.dates())
    assert taught(repo) == [(None, "grüße")]
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    latin = "x\n\nChrono-Learning: noch größer\n".encode("latin-1")
    repo.git("commit", "-q", "--allow-empty", "-F", "-", input=latin, env=repo.dates())
    assert taught(repo)[-1] == (None, "noch größer")


def test_of_some_commits_alone(repo: Repo) -> None:
    first, second = teach(repo, "one"), teach(repo, "two", guide="CHRONO-002")
    teach(repo, "three")
    git = Git(str(repo.path))
    found = learnings_of(git, [second, first, "1" * 40], Reading(GUIDES, "CHRONO-001"))
    assert found == (
        Entry("two", "CHRONO-002", WHO, EPOCH + HOUR),
        Entry("one", "CHRONO-001", WHO, EPOCH),
    )
    assert set(found) <= set(learnings(git, repo.head(), None, Reading(GUIDES, "CHRONO-001")))
    assert learnings_of(git, [], Reading(GUIDES)) == ()
    assert learnings_of(git, ["1" * 40], Reading(GUIDES)) == ()


def test_the_key_is_the_same_whatever_the_encoding(repo: Repo) -> None:
    """An amended message takes its former learning with it, which is known by its key."""
    repo.git("config", "i18n.commitEncoding", "windows-1252")
    message = "x\n\nChrono-Learning: “größer”\n".encode("cp1252")
    repo.git("commit", "-q", "--allow-empty", "-F", "-", input=message, env=repo.dates())
    git = Git(str(repo.path))
    assert learnings_of(git, [repo.head()], Reading()) == learnings(git, repo.head(), None, Reading())
