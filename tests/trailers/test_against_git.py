"""The reader of trailers beside git's own, on generated messages: many of them in one repository."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.trailers import KEYS, scan
from tests.gitkit import Repo

HIDDEN = "of a fence"
KNOWN = {key.lower(): key for key in (*KEYS, "Co-authored-by")}
FORM = "--format=%x01%s%x02%(trailers:only,unfold,separator=%x02,key_value_separator=%x03)"
Found = list[tuple[str, list[str]]]

words = st.text("ab2T.,()-:/<>@é\t ", max_size=24)
folds = st.lists(st.builds("\n{}{}x".format, st.sampled_from([" ", "\t", "   "]), words), max_size=2)
trailers = st.builds(
    "{}{}:{}{}{}".format,
    st.sampled_from([*KNOWN, *KNOWN.values(), "CHRONO-STEP", "Signed-off-by", "Fixes", "chrono-stpe"]),
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from([" ", "", "  "]),
    words,
    folds.map("".join),
)
prose = st.sampled_from(
    [
        "Prose of some kind.",
        "see Chrono-Step: 8.",
        "- an item: x",
        "> Chrono-Step: 7",
        "https://x.y: z",
        "  in",
    ]
)
others = st.sampled_from(
    [
        f"```\nChrono-Step: {HIDDEN}\n```",
        f"~~~ sh\nChrono-Learning: {HIDDEN}\n~~~",
        "* feat: one",
        "---------",
    ]
)
by_git = st.sampled_from(["Signed-off-by: A <a@x>", "(cherry picked from commit 1234567)"])
paragraphs = st.one_of(
    st.lists(trailers, min_size=1, max_size=4).map("\n".join),
    st.lists(st.one_of(trailers, prose, by_git), min_size=1, max_size=6).map("\n".join),
    others,
)
bodies = st.lists(paragraphs, min_size=1, max_size=5)


def ask(texts: list[str]) -> list[Found]:
    """What git finds at the end of each of many messages."""
    with tempfile.TemporaryDirectory() as folder:
        repo = Repo(Path(folder) / "repo", "--bare")
        stream = []
        for number, text in enumerate(texts):
            data = f"{number}\n\n{text}\n".encode()
            stream.append(b"commit refs/heads/all\ncommitter A <a@x> 0 +0000\ndata %d\n" % len(data) + data)
        repo.git("fast-import", "--quiet", input=b"".join(stream))
        said = repo.git("log", FORM, "all").split("\x01")[1:]
    fields = sorted((one.rstrip("\n").split("\x02") for one in said), key=lambda one: int(one[0]))
    return [[known(*line.partition("\x03")[::2]) for line in one[1:] if is_ours(line)] for one in fields]


def is_ours(line: str) -> bool:
    return line.partition("\x03")[0].strip().lower() in KNOWN


def known(key: str, value: str) -> tuple[str, list[str]]:
    return KNOWN[key.strip().lower()], value.split()


def read(text: str) -> Found:
    seen = scan(f"subject\n\n{text}\n")
    lines = sorted((*seen.trailers, *seen.people), key=lambda one: one.line)
    return [(one.key, one.value.split()) for one in lines]


@settings(max_examples=6, deadline=None)
@given(
    st.lists(bodies, min_size=12, max_size=12), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", " \t"])
)
def test_what_git_finds_in_any_paragraph_is_found(messages: list[list[str]], end: str, blank: str) -> None:
    texts = [f"\n{blank}\n".join(body).replace("\n", end) for body in messages]
    parts = [part.replace("\n", end) for body in messages for part in body]
    answers = ask([*texts, *parts])
    at_the_end, per_paragraph = answers[: len(texts)], iter(answers[len(texts) :])
    for text, body, last in zip(texts, messages, at_the_end, strict=True):
        found = read(text)
        rest = iter(found)
        expected = [one for _ in body for one in next(per_paragraph) if one[1] != HIDDEN.split()]
        # All of them, in their order; what is found beside them stands among prose.
        assert all(one in rest for one in expected), (text, expected, found)
        assert found[len(found) - len(last) :] == last or HIDDEN.split() in [value for _, value in last]
        assert HIDDEN.split() not in [value for _, value in found]


SENTENCES = {
    "Where no line begins with\nChrono-Learning: is found, and so\nwe add one.": [],
    "as in the list of keys,\nchrono-learning:, and others like it,\nof which there are many": [],
    "Where no line begins with.\nChrono-Learning: is found\nwe": ["is found"],
    "Where no line begins with\nChrono-Learning: Is found\nwe": ["Is found"],
    "Where no line begins with\nChrono-Learning: is found\n\nwe": ["is found"],
    "Where no line begins with\nChrono-Learning: is found\nChrono-Step: 2": ["is found"],
    "Chrono-Step: 2\nChrono-Learning: is found\nwe": ["is found"],
    "prose\nChrono-Learning: setup\nprose": ["setup"],
    "prose\n\nChrono-Learning: is found\nprose": ["is found"],
}


def test_prose_that_is_broken_before_a_key_is_no_trailer() -> None:
    read_ones = {
        text: [" ".join(value) for key, value in read(text) if key != "Chrono-Step"] for text in SENTENCES
    }
    assert read_ones == SENTENCES
