"""What elsewhere in the repository excuses a finding: one look-up over the tree for all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from chrono_git.app.scanning import SECONDS, Contents, Scanner
from chrono_git.app.states import State
from chrono_git.app.words import extension_of
from chrono_git.repo.candidates import Incomplete
from chrono_git.repo.workers import Died, each
from chrono_git.scan.result import Excuse

if TYPE_CHECKING:
    from chrono_git.scan.language import Language

# The paths of the files that witness an excuse.
Witnesses = dict[Excuse, tuple[str, ...]]
# The files that hold one of these words, as (path, blob id or "").
Search = Callable[[Collection[bytes]], Iterable[tuple[str, str]]]

_DEFINES = (
    r"\b(?:def|function|func|fn|fun|sub|proc|defp|defmacrop?|macro_rules!)"
    r"\s+(?:\([^()\n]*\)\s*|self\.)?{name}(?!\w)"
)
_CLASS = re.compile(
    r"\b(?:class|object|struct|contract|interface|trait|protocol|extension)\s+(?:\w+::)*(\w+)"
)
_GENERATIONS = 4
# Without a keyword: `int name(…)`, `name: function`, `name = ...`; but not a call of another's method.
_DECLARES = r"(?<![\w.>?!$]){name}\s*(?:<[^<>\n]*>\s*)?(?:\(|[:=](?![:=]))"


def known_files(scanner: Scanner, state: State, folders: Sequence[str]) -> Mapping[str, str]:
    """The files of a state that may be of a known language, with their blob ids."""
    may_be_known = scanner.words.may_be_known
    return {path: oid for path, oid in state.files(folders).items() if may_be_known(path)}


def searching(scanner: Scanner, state: State, files: Mapping[str, str] | None = None) -> Search:
    """A search in the files of a whole state; `files` are its `known_files`, if they were listed already."""

    def search(words: Collection[bytes]) -> Iterator[tuple[str, str]]:
        known = known_files(scanner, state, ()) if files is None else files
        beyond = set(state.beyond_git())
        done = {path for path in known if path in beyond or not extension_of(path)}
        yield from ((path, known[path]) for path in sorted(done))
        try:
            if scanner.location.partial:
                raise Incomplete
            extensions = sorted(scanner.words.extensions)
            for path in state.holding(words, extensions, words=True, folders=()):
                if path in known and path not in done:
                    done.add(path)
                    yield path, known[path]
        except Incomplete:
            yield from ((path, oid) for path, oid in known.items() if path not in done)

    return search


def find_witnesses(
    scanner: Scanner, excuses: Collection[Excuse], search: Search
) -> tuple[Witnesses, list[str]]:
    """The files that witness each excuse, and the paths of those that could not be asked.

    A class that derives from one that derives from the owner counts too.
    """
    found: dict[Excuse, set[str]] = {excuse: set() for excuse in excuses}
    # What is asked for now: the owner, or an heir of it, and for the sake of which excuses.
    asked: dict[Excuse, set[Excuse]] = {excuse: {excuse} for excuse in excuses}
    silent: list[str] = []
    known = set(asked)
    for _ in range(_GENERATIONS):
        if not asked:
            break
        heirs: dict[Excuse, set[Excuse]] = {}
        for path, excuse, heir in _answers(scanner, sorted(asked, key=_order), search, silent):
            if not heir:
                for one in asked[excuse]:
                    found[one].add(path)
            elif (inherited := replace(excuse, owner=heir)) not in known:
                heirs.setdefault(inherited, set()).update(asked[excuse])
        known |= heirs.keys()
        left = {heir: {one for one in ones if not found[one]} for heir, ones in heirs.items()}
        asked = {heir: ones for heir, ones in left.items() if ones}
    return {excuse: tuple(sorted(paths)) for excuse, paths in found.items()}, silent


def _order(excuse: Excuse) -> tuple[str, str, str]:
    return excuse.kind, excuse.owner, excuse.name


def _answers(
    scanner: Scanner, wanted: Sequence[Excuse], search: Search, silent: list[str]
) -> Iterator[tuple[str, Excuse, str]]:
    """What files say, as (path, excuse, heir of its owner); without an heir the file witnesses the excuse."""
    words = {(one.owner or one.name).encode("utf-8", "replace") for one in wanted}
    files = ((path, oid, False) for path, oid in search(words))
    for (path, _, _), answer in each(_Work(scanner, wanted), files, seconds=SECONDS):
        if isinstance(answer, Died):
            silent.append(path)
            continue
        for number, heir in answer:
            yield path, wanted[number], heir


class _Work:
    """Tells which of the excuses a file witnesses, by their numbers, or which heirs of owners it has."""

    def __init__(self, scanner: Scanner, wanted: Sequence[Excuse]) -> None:
        self._contents = Contents(scanner)
        self._wanted = wanted

    def begin(self, items: Sequence[tuple[str, str, bool]]) -> None:
        self._contents.expect(oid for _, oid, _ in items)

    def __call__(self, item: tuple[str, str, bool]) -> list[tuple[int, str]]:
        path, oid, _ = item
        content = self._contents.read(path, oid)
        if not isinstance(content, bytes):
            return []
        return list(self._witnessed(path, content))

    def _witnessed(self, path: str, content: bytes) -> Iterator[tuple[int, str]]:
        from chrono_git.scan.language import language_of

        language = language_of(path, content[:200])
        text = _code(content, language)
        for number, excuse in enumerate(self._wanted):
            if language is None or (excuse.owner or excuse.name) not in text:
                continue
            name = re.escape(excuse.name)
            if excuse.kind == "defined":
                if re.search(_DEFINES.replace("{name}", name), text):
                    yield number, ""
            elif language.exempt.derives:
                derives = language.exempt.derives.replace("{name}", re.escape(excuse.owner))
                defines = f"{_DEFINES}|{_DECLARES}".replace("{name}", name)
                heirs = [
                    heir for one in re.finditer(derives, text) if (heir := _heir(text, one)) != excuse.owner
                ]
                if heirs and excuse.name in text and re.search(defines, text):
                    yield number, ""
                else:
                    yield from ((number, heir) for heir in heirs if heir)


def _code(content: bytes, language: Language | None) -> str:
    """The text without its comments and strings: these may speak of anything."""
    from chrono_git.scan.lexer import code_only

    text = content.decode("utf-8", "replace")
    return text if language is None else code_only(text, language.comments)


def _heir(text: str, derives: re.Match[str]) -> str:
    """The name of the class that derives, which stands on the line where it says so."""
    found = _CLASS.findall(text, text.rfind("\n", 0, derives.start()) + 1, derives.end())
    return found[-1] if found else ""


def merged(*many: Mapping[Excuse, Sequence[str]]) -> Witnesses:
    """All that any of them knows."""
    keys = dict.fromkeys(chain(*many))
    return {key: tuple(sorted({path for one in many for path in one.get(key, ())})) for key in keys}
