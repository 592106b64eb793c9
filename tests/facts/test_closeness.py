"""How well new lines speak of some words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.facts import Fresh
from chrono_git.facts.closeness import Match, anywhere_in, together_in
from chrono_git.intent.terms import words_of

WORDS = ("alpha", "bravo", "delta", "gamma")


def fresh(text: str, path: str = "src/x.py", start: int = 1) -> Fresh:
    lines = tuple(enumerate(text.split("\n"), start))
    return Fresh(path, lines, words_of(text) | words_of(path))


def stems(*words: str) -> tuple[str, ...]:
    return tuple(stem for word in words for stem in words_of(word))


@pytest.mark.parametrize(
    ("text", "path", "anywhere", "together"),
    [
        ("alpha bravo", "src/x.py", 2, 2),
        ("alpha" + "\n" * 5 + "bravo", "src/x.py", 2, 2),
        ("alpha" + "\n" * 50 + "bravo", "src/x.py", 2, 1),
        ("bravo", "src/alpha.py", 2, 2),
        ("alpha" + "\n" * 50 + "bravo", "src/delta.py", 3, 2),
        ("def alpha_bravo(): deltaGamma()", "x.py", 4, 4),
        ("nothing", "x.py", 0, 0),
        ("", "x.py", 0, 0),
    ],
)
def test_whole_files_and_lines_in_a_row(text: str, path: str, anywhere: int, together: int) -> None:
    terms = stems(*WORDS)
    for count, match in (
        (anywhere, anywhere_in(terms, [fresh(text, path)])),
        (together, together_in(terms, [fresh(text, path)])),
    ):
        assert (len(match.hits) if match else 0) == count


def test_the_best_file_wins_and_its_densest_line_is_named() -> None:
    files = [
        fresh("alpha", "a.py"),
        fresh("x\nalpha\nalpha bravo\nbravo", "b.py", 10),
        fresh("bravo", "c.py"),
    ]
    for look in (anywhere_in, together_in):
        match = look(stems("alpha", "bravo"), files)
        assert match
        assert (match.path, match.line, match.total) == ("b.py", 12, 2)
        assert (
            str(match) == "b.py gained lines with " + ", ".join(stems("alpha", "bravo")) + " (2 of 2 words)"
        )


def test_a_match_by_name_alone_has_no_line() -> None:
    match = together_in(stems("alpha"), [fresh("x", "alpha.py")])
    assert match
    assert match.line is None


def test_many_hits_are_cut_short() -> None:
    assert " … (5 of 6 words)" in str(Match("a.py", tuple("vwxyz"), 6, 1))


@pytest.mark.parametrize(
    ("hits", "total", "enough", "strong"), [(3, 5, True, False), (2, 5, False, False), (4, 5, True, True)]
)
def test_how_much_is_enough(hits: int, total: int, enough: bool, strong: bool) -> None:
    match = Match("a.py", tuple(f"w{n}" for n in range(hits)), total, 1)
    assert (match.enough, match.strong) == (enough, strong)


def test_nothing_to_look_in() -> None:
    assert anywhere_in(("a",), []) is None
    assert together_in((), [fresh("a")]) is None


@given(
    st.lists(st.tuples(st.integers(1, 12), st.sets(st.sampled_from(WORDS))), max_size=12),
    st.sets(st.sampled_from(WORDS), max_size=2),
    st.lists(st.sampled_from(WORDS), unique=True, min_size=1),
)
def test_the_window_finds_what_looking_everywhere_finds(
    rows: list[tuple[int, set[str]]], named: set[str], words: list[str]
) -> None:
    terms, at, lines = stems(*words), 0, []
    for gap, found in rows:
        at += gap
        lines.append((at, " ".join(sorted(found))))
    path = "/".join(sorted(named)) + ".py"
    one = Fresh(path, tuple(lines), words_of(" ".join(text for _, text in lines)) | words_of(path))
    best = words_of(path) & set(terms)
    for number, _ in lines:
        near = {n: text for n, text in lines if number <= n <= number + 2 * len(terms)}
        best = max(best, (words_of(path) | words_of(" ".join(near.values()))) & set(terms), key=len)
    match = together_in(terms, [one])
    assert len(match.hits if match else ()) == len(best)


def test_a_long_file_where_every_line_tells() -> None:
    match = together_in(stems("alpha", "bravo"), [fresh("alpha\n" * 50_000 + "bravo")])
    assert match
    assert match.share == 1
