"""The words that tell one text from another."""

from __future__ import annotations

import pytest

from chrono_git.intent.terms import stem, terms_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("parsing", "parser"),
        ("caches", "caching"),
        ("validation", "validate"),
        ("retries", "retry"),
        ("Batcher", "batching"),
        ("tokenize", "tokens"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one)[:4] == stem(other)[:4]


@pytest.mark.parametrize("word", ["bus", "is", "a", "yes"])
def test_short_words_keep_three_letters(word: str) -> None:
    assert len(stem(word)) >= min(3, len(word))


TERMS: list[tuple[str, tuple[str, ...]]] = [
    ("the price cache", ("pric", "cach")),
    ("PriceBatcher and price_batcher", ("pric", "batch")),
    ("HTTPServer", ("http", "serv")),
    ("create and update the new file", ()),
    ("see https://example.com/prices <!-- cache -->", ("see",)),
    ("prices (FR-012, US1, T003)", ("pric",)),
    ("实现价格缓存", ("实现", "现价", "价格", "格缓", "缓存")),
    ("实现 PriceBatcher 缓存", ("pric", "batch")),
    ("", ()),
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_terms(text: str, terms: tuple[str, ...]) -> None:
    assert terms_of(text) == terms


def test_words_of_code_and_of_prose_meet() -> None:
    assert {"pric", "batch"} <= words_of("def batch_prices(): ...") & words_of("PriceBatcher")
    assert words_of("") == frozenset()
    assert words_of("价格缓存") == {"价格", "格缓", "缓存"}
