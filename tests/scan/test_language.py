"""Which language the info string of a code block means."""

from __future__ import annotations

import pytest

from chrono_git.scan.language import language_named, languages

NAMES = {
    "typescript": "TypeScript", "TypeScript": "TypeScript", "ts": "TypeScript", "tsx": "TypeScript with JSX",
    "javascript": "JavaScript", "js": "JavaScript", "python": "Python", "py": "Python",
    "rust": "Rust", "go": "Go", "bash": "Shell", "sh": "Shell",
    "c++": "C++", "c#": "C#", "vue": "Pages with scripts",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    language = language_named(name)
    assert language is not None
    assert language.name == NAMES[name]


@pytest.mark.parametrize("name", ["", "nonsense", "text"])
def test_no_language(name: str) -> None:
    assert language_named(name) is None


def test_every_language_is_known_by_its_own_name() -> None:
    assert [language_named(one.name) for one in languages()] == list(languages())
