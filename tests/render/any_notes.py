"""Notes of any kind, made by hypothesis: hostile text more often than chance would have it."""

from __future__ import annotations

from hypothesis import strategies as st

from chrono_git.notes.forge import Forge
from chrono_git.notes.release import Contributor, Done, GuideNotes, Notes, Release, Taught

_NASTY = (
    "`", "``", "*", "**", "_", "~~", "[", "]", "](", "](u)", ")", "(", "<", ">", "<b>", "</b>", "<!--", "-->",
    "<https://x.example>", "@ada", "@", "ada@x.example", "\\", "#", "# ", "- ", "1. ", "|", "!", "&lt;", "$",
    " ", "  ", "\n", "\n\n", "\t", "---", "===", "word", "価格", "\x1b[2J", "\u202e", "\u2028", "\udcff", ":",
    '"', "[a]: b", "https://x.example/@y", "é",
)  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(_NASTY), max_size=8).map("".join), st.text(st.characters(), max_size=12)
)
WORD = st.one_of(TEXT, st.just("feat"), st.just("2"))
OID = st.text("0123456789abcdef", min_size=40, max_size=40)
PERSON = st.one_of(st.builds("{} <{}>".format, TEXT, TEXT), TEXT)
STATUS = st.sampled_from(["done", "partial", "open", "unknown", "skipped"])
TIME = st.one_of(st.integers(0, 2**32), st.integers(-(2**63), 2**63))


def tuples(of: st.SearchStrategy[object], size: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=size).map(tuple)


TAUGHT = st.builds(
    Taught, TEXT, TEXT, st.none() | TEXT, OID, PERSON, TIME,
    st.sampled_from(["+0000", "-0930", "+9959", "x"]), tuples(PERSON), tuples(WORD), st.none() | WORD, TEXT,
    st.sampled_from([None, True, False]),
)  # fmt: skip
DONE = st.builds(
    Done, TEXT, st.sampled_from(["task", "step", "prerequisite"]), TEXT, tuples(TEXT), STATUS,
    st.none() | STATUS, st.none() | OID, st.none() | TEXT,
)  # fmt: skip
COUNT = st.integers(0, 20)
GUIDE = st.builds(
    GuideNotes, TEXT, TEXT, TEXT, COUNT, COUNT, COUNT, tuples(DONE, 4), tuples(DONE), tuples(TAUGHT)
)
CONTRIBUTOR = st.builds(Contributor, TEXT, TEXT, COUNT, COUNT)
RELEASE = st.builds(
    Release, TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | OID, OID, TIME, COUNT, tuples(GUIDE),
    tuples(TAUGHT), tuples(TAUGHT), tuples(CONTRIBUTOR),
)  # fmt: skip
KINDS = st.sampled_from(["github", "gitlab", "gitea", "bitbucket", "sourcehut"])
FORGE = st.none() | st.builds(Forge, KINDS, st.just("https://forge.example/a/b"))
NOTES = st.builds(Notes, tuples(RELEASE), FORGE)
