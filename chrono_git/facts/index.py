"""Finds the paths of a snapshot by how they are spelt, without going through all of them each time."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

_TEST_AFFIX = re.compile(r"^tests?[-_.]|[-_.](?:tests?|spec)(?=\.|$)|(?<=[a-z])(?:Tests?|Spec)(?=\.|$)")
_TEST_FOLDER = re.compile(r"(?:^|/)(?:tests?|__tests__|spec)/")


class Index:
    """Indexes over file paths, each made when it is first asked for: most reports need none of them."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = files
        self._alike: dict[str, Mapping[str, list[str]]] = {}
        self._cases: dict[str, Mapping[str, list[str]]] = {}

    def in_folder(self, folder: str) -> tuple[str, ...]:
        """The files right in the folders that the given one is, or is the end of."""
        ends = (one for one in self._folders.get(posixpath.basename(folder), ()) if _ends(one, folder))
        return tuple(path for one in ends for path in self._children[one])

    def spelt_alike(self, folder: str, base: str) -> Sequence[str]:
        """The files of `in_folder` that have the same plain name as `base`."""
        if folder not in self._alike:
            self._alike[folder] = _by(plain_name, self.in_folder(folder))
        return self._alike[folder].get(plain_name(base), ())

    def in_case(self, folder: str, base: str) -> Sequence[str]:
        """The files of `in_folder` that are named as `base`, but for upper and lower case."""
        if folder not in self._cases:
            self._cases[folder] = _by(str.lower, self.in_folder(folder))
        return self._cases[folder].get(base.lower(), ())

    def tests_of(self, component: str) -> tuple[str, ...]:
        """The test files about a component, as `component_of` gives it."""
        return self._tests.get(component, ())

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder in self._children:
            found.setdefault(posixpath.basename(folder), []).append(folder)
        return found

    @cached_property
    def _tests(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for path in self._files:
            if is_in_tests(path):
                about = component_of(path)
                found[about] = (*found.get(about, ()), path)[:64]
        return found


def _by(form: Callable[[str], str], paths: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(form(path.rpartition("/")[2]), []).append(path)
    return found


def _ends(path: str, tail: str) -> bool:
    return path == tail or path.endswith("/" + tail)


def plain_name(base: str) -> str:
    """A file's name without its extension, its case and what joins its words."""
    stem = base.rsplit(".", 1)[0] if "." in base.strip(".") else base
    return re.sub(r"[-_. ]+", "", stem).lower()


def component_of(path: str) -> str:
    """What a test file is about: `inspect_tests.rs` and `inspect.rs` in a tests folder are about the same."""
    return plain_name(_TEST_AFFIX.sub("", path.rsplit("/", 1)[-1]))


def is_in_tests(path: str) -> bool:
    """Whether a path is a test's by its folder or its name."""
    return bool(_TEST_FOLDER.search(path) or _TEST_AFFIX.search(path.rsplit("/", 1)[-1]))
