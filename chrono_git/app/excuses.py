"""What elsewhere in the repository excuses a finding: one look-up over the tree for all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from chrono_git.app.extension import extension_of
from chrono_git.app.scanning import SECONDS, Contents, Scanner
from chrono_git.app.states import State
from chrono_git.repo.candidates import Incomplete
from chrono_git.repo.workers import Died, each
from chrono_git.scan.result import Excuse

if TYPE_CHECKING:
    from chrono_git.scan.language import Language

# The files with one of these extensions that hold one of these words, as (path, blob id or "").
Search = Callable[[Collection[bytes], Collection[str]], Iterable[tuple[str, str]]]

# Languages whose classes derive from each other's.
_FAMILIES = (
    frozenset({"java", "kt", "kts", "scala", "groovy"}),
    frozenset({"js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte"}),
    frozenset({"c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm"}),
    frozenset({"cs", "fs", "vb"}),
)

_DEFINES = (
    r"\b(?:def|function|func|fn|fun|sub|proc|defp|defmacrop?|macro_rules!)"
    r"\s+(?:\([^()\n]*\)\s*|self\.)?{name}(?!\w)"
)
_CLASS = re.compile(
    r"\b(?:class|object|struct|contract|interface|trait|protocol|extension)\s+(?:\w+::)*(\w+)"
)
_GENERATIONS = 4


class Kin(NamedTuple):
    """What is known of an excuse: the `paths` of the files that witness it.

    `heirs` are the classes between those and the owner, `links` the files in which these
    stand. Whatever changes in a link may change everything.
    """

    paths: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    heirs: tuple[str, ...] = ()


Kinship = dict[Excuse, Kin]


@dataclass
class _Growing:
    """A `Kin` as it is found."""

    paths: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    heirs: set[str] = field(default_factory=set)

    def done(self) -> Kin:
        return Kin(tuple(sorted(self.paths)), tuple(sorted(self.links)), tuple(sorted(self.heirs)))


# Without a keyword: `int name(…)`, `name: function`, `name = ...`; but not a call of another's method.
_DECLARES = r"(?<![\w.>?!$]){name}\s*(?:<[^<>\n]*>\s*)?(?:\(|[:=](?![:=]))"


def known_files(scanner: Scanner, state: State, folders: Sequence[str]) -> Mapping[str, str]:
    """The files of a state that may be of a known language, with their blob ids."""
    may_be_known = scanner.words.may_be_known
    return {path: oid for path, oid in state.files(folders).items() if may_be_known(path)}


def searching(
    scanner: Scanner, state: State, listed: Callable[[], Mapping[str, str]] | None = None
) -> Search:
    """A search in the files of a whole state; `listed` gives its `known_files`, if somebody has them."""

    def search(words: Collection[bytes], extensions: Collection[str]) -> Iterator[tuple[str, str]]:
        everything = known_files(scanner, state, ()) if listed is None else listed()
        known = {path: oid for path, oid in everything.items() if extension_of(path) in extensions}
        beyond = set(state.beyond_git())
        done = {path for path in known if path in beyond}
        yield from ((path, known[path]) for path in sorted(done))
        try:
            if scanner.location.partial:
                raise Incomplete
            for path in state.holding(words, sorted(extensions), words=True, folders=()):
                if path in known and path not in done:
                    done.add(path)
                    yield path, known[path]
        except Incomplete:
            yield from ((path, oid) for path, oid in known.items() if path not in done)

    return search


@cache
def family_of(extension: str, known: frozenset[str]) -> frozenset[str]:
    """The extensions of the languages whose code may excuse what stands in such a file, of `known` ones."""
    from chrono_git.scan.language import language_of

    language = language_of(f"x.{extension}") if extension else None
    own = frozenset() if language is None else frozenset(language.extensions)
    return next((family for family in _FAMILIES if extension in family), own) or known


def find_kin(
    scanner: Scanner,
    excuses: Mapping[Excuse, Collection[str]],
    search: Search,
    heirs: Mapping[Excuse, Collection[str]] | None = None,
) -> tuple[Kinship, list[str]]:
    """Who witnesses each excuse, and the paths of the files that could not be asked.

    With each excuse come the paths that have it. A class that derives from one that derives
    from the owner counts too; `heirs` are such ones that are known already.
    """
    found = {excuse: _Growing() for excuse in excuses}
    families: dict[frozenset[str], list[Excuse]] = {}
    for excuse, paths in excuses.items():
        for family in {family_of(extension_of(path), scanner.words.extensions) for path in paths}:
            families.setdefault(family, []).append(excuse)
    mute: list[str] = []
    for family, several in families.items():
        # What is asked for now: the owner, or an heir of it, and for the sake of which excuses.
        asked = {excuse: {excuse} for excuse in several}
        for excuse in several:
            for heir in (heirs or {}).get(excuse, ()):
                asked.setdefault(replace(excuse, owner=heir), set()).add(excuse)
        _ask(scanner, asked, lambda words, family=family: search(words, family), found, mute)  # type: ignore[misc]
    return {excuse: one.done() for excuse, one in found.items()}, mute


def _ask(
    scanner: Scanner,
    asked: dict[Excuse, set[Excuse]],
    search: Callable[[Collection[bytes]], Iterable[tuple[str, str]]],
    found: Mapping[Excuse, _Growing],
    mute: list[str],
) -> None:
    """Asks generation by generation, and puts the answers into `found`."""
    known = set(asked)
    for _ in range(_GENERATIONS):
        if not asked:
            return
        heirs: dict[Excuse, set[Excuse]] = {}
        for path, excuse, heir in _answers(scanner, sorted(asked, key=_order), search, mute):
            if not heir:
                for one in asked[excuse]:
                    found[one].paths.add(path)
                continue
            for one in asked[excuse]:
                found[one].links.add(path)
                found[one].heirs.add(heir)
            if (inherited := replace(excuse, owner=heir)) not in known:
                heirs.setdefault(inherited, set()).update(asked[excuse])
        known |= heirs.keys()
        left = {heir: {one for one in ones if not found[one].paths} for heir, ones in heirs.items()}
        asked = {heir: ones for heir, ones in left.items() if ones}


def _order(excuse: Excuse) -> tuple[str, str, str]:
    return excuse.kind, excuse.owner, excuse.name


def _answers(
    scanner: Scanner,
    wanted: Sequence[Excuse],
    search: Callable[[Collection[bytes]], Iterable[tuple[str, str]]],
    mute: list[str],
) -> Iterator[tuple[str, Excuse, str]]:
    """What files say, as (path, excuse, heir of its owner); without an heir the file witnesses the excuse."""
    words = {(one.owner or one.name).encode("utf-8", "replace") for one in wanted}
    files = ((path, oid, False) for path, oid in search(words))
    for (path, _, _), answer in each(_Work(scanner, wanted), files, seconds=SECONDS):
        if isinstance(answer, Died):
            mute.append(path)
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
        from chrono_git.scan.lexer import code_only

        language = language_of(path, content[:200])
        text = content.decode("utf-8", "replace")
        # Most files only use the class: it takes long to tell code from comments and strings.
        asked = [number for number in range(len(self._wanted)) if self._says(language, number, text)]
        if language is None or not asked:
            return
        code = code_only(text, language.comments)
        for number in asked:
            excuse = self._wanted[number]
            heirs = [_heir(code, one) for one in self._says(language, number, code)]
            if excuse.kind == "defined":
                yield from ((number, "") for _ in heirs[:1])
                continue
            heirs = [heir for heir in heirs if heir != excuse.owner]
            defines = f"{_DEFINES}|{_DECLARES}".replace("{name}", re.escape(excuse.name))
            if heirs and excuse.name in code and re.search(defines, code):
                yield number, ""
            else:
                yield from ((number, heir) for heir in dict.fromkeys(heirs) if heir)

    def _says(self, language: Language | None, number: int, text: str) -> Sequence[re.Match[str]]:
        """Where a text derives from the owner, or defines the function."""
        excuse = self._wanted[number]
        wanted = excuse.owner or excuse.name
        if language is None or wanted not in text:
            return ()
        pattern = _DEFINES if excuse.kind == "defined" else language.exempt.derives
        return tuple(re.finditer(pattern.replace("{name}", re.escape(wanted)), text)) if pattern else ()


def _heir(text: str, derives: re.Match[str]) -> str:
    """The name of the class that derives, which stands on the line where it says so."""
    found = _CLASS.findall(text, text.rfind("\n", 0, derives.start()) + 1, derives.end())
    return found[-1] if found else ""


def merged(*many: Kinship) -> Kinship:
    """All that any of them knows."""
    keys = dict.fromkeys(chain(*many))
    return {key: _joined([one[key] for one in many if key in one]) for key in keys}


def _joined(several: Sequence[Kin]) -> Kin:
    return Kin(*(tuple(sorted(set(chain(*parts)))) for parts in zip(*several, strict=True)))


def kin_within(kinship: Kinship, changed: Collection[str]) -> Kinship:
    """What is left of it where files have changed: nothing at all where a link is among them."""
    return {
        excuse: kin._replace(paths=tuple(path for path in kin.paths if path not in changed))
        for excuse, kin in kinship.items()
        if not any(path in changed for path in kin.links)
    }
