"""Makes a guide from the template; a specification and a test document where there are templates of them."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

from chrono_git.app.discover import find_guides, is_guide
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import ChronoError, GuideError, RepositoryError
from chrono_git.guide import parse
from chrono_git.guide.naming import IDENTITY, Named, named, next_free, path_for
from chrono_git.guide.template import fill
from chrono_git.model import Problem
from chrono_git.repo.location import locate
from chrono_git.repo.making import make_file, state_of
from chrono_git.repo.replacing import Opened
from chrono_git.repo.snapshot import open_snapshot

TEMPLATE = ".chrono/templates/guide.md"
Kind = Literal["guide", "specification", "test"]
# Documents beside a guide: their template, and where they go if there is none yet.
BESIDE: tuple[tuple[Kind, str, str], ...] = (
    ("specification", "docs/specs/SPEC-TEMPLATE.md", "docs/specs/{id}-{slug}.md"),
    ("test", "docs/tests/TEST-TEMPLATE.md", "docs/tests/{id}-tests.md"),
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its path, the template's (None: the built-in one), and what became of it."""

    kind: Kind
    path: str
    template: str | None
    state: Literal["made", "there"] = "made"


@dataclass(frozen=True, slots=True)
class Created:
    """What was made, or would be; `left` are the placeholders of the guide, `found` says whether it is
    known for a guide by its path and the configuration."""

    identity: str
    title: str
    documents: tuple[Document, ...]
    left: tuple[Problem, ...]
    found: bool


def create(start: str, identity: str, title: str, *, write: bool = True) -> Created:
    """Make the documents of `identity` in the repository that `start` lies in.

    Without `write` it is only said what would be made. Raises ChronoError, and makes nothing,
    for a bad or known id, a bad title, and where a guide of that name is there.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    with open_snapshot(location.git()) as snapshot:
        content = snapshot.read(PATH)
        config = parse_config(content) if isinstance(content, bytes) else Config()
        guides = {guide.path: guide.id for guide in find_guides(snapshot, config)[0]}
        paths = tuple(snapshot.entries())
    title = _title(title)
    _check(identity, guides, named([*paths, *guides]))
    documents, texts = _documents(location.root, identity, title, guides, paths)
    guide = documents[0]
    if state_of(location.root, guide.path) != "missing":
        raise GuideError(
            f"{guide.path} is there already", hint="name the new guide otherwise, or move it away"
        )
    found = is_guide(guide.path, config)
    left = tuple(
        one
        for one in parse(texts[guide.path], guide.path).problems
        if one.message.startswith("placeholder left")
    )
    made = []
    for one in reversed(documents):
        there = state_of(location.root, one.path) != "missing" or _has(one, identity, paths)
        if write and not there:
            workshop = f"{location.git_dir}/chrono-git"
            there = make_file(location.root, one.path, texts[one.path].encode(), workshop) != "made"
        made.append(replace(one, state="there" if there else "made"))
    return Created(identity, title, tuple(reversed(made)), left, found)


def _title(title: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in title):
        raise GuideError(
            "the title holds a line end or a character that cannot be seen", hint="write it on one line"
        )
    if not title.strip() or len(title) > _LONGEST:
        raise GuideError(f"a title has 1 to {_LONGEST} characters", hint='such as "Feed of prices"')
    return title.strip()


def _check(identity: str, guides: Mapping[str, str], known: Iterable[Named]) -> None:
    ids = [*guides.values(), *(f"{one.prefix}-{one.number}" for one in known)]
    found = IDENTITY.fullmatch(identity)
    if found is None:
        near = IDENTITY.fullmatch(identity.strip().upper())
        prefix = identity.strip().partition("-")[0].upper()
        free = next_free(
            ids, prefix if IDENTITY.fullmatch(f"{prefix}-1") and prefix in _prefixes(ids) else None
        )
        better = near[0] if near and near[0] not in ids else free
        raise GuideError(f"{identity!r} is no id: expected PREFIX-123", hint=f"such as {better}")
    for path, one in guides.items():
        other = IDENTITY.fullmatch(one)
        if other and (other["prefix"], int(other["number"])) == (found["prefix"], int(found["number"])):
            free = next_free(ids, found["prefix"])
            raise GuideError(f"{one} is there already: {path}", hint=f"the next free id is {free}")


def _prefixes(ids: Iterable[str]) -> set[str]:
    return {one.rpartition("-")[0] for one in ids}


def _documents(
    root: str, identity: str, title: str, guides: Mapping[str, str], paths: tuple[str, ...]
) -> tuple[list[Document], dict[str, str]]:
    """The documents, the guide first, and their texts."""
    own = _read(root, TEMPLATE)
    template = (
        own if own is not None else files("chrono_git").joinpath("templates/guide.md").read_text("utf-8")
    )
    path = path_for(identity, title, named(guides), ".chrono/guides/{id}-{slug}.md")
    documents = [Document("guide", path, None if own is None else TEMPLATE)]
    texts = {path: fill(template, identity, title, titled=True)}
    for kind, source, otherwise in BESIDE:
        text = _read(root, source)
        if text is not None:
            folder = posixpath.dirname(source) + "/"
            path = path_for(identity, title, [one for one in named(paths) if one.folder == folder], otherwise)
            documents.append(Document(kind, path, source))
            texts[path] = fill(text, identity, title)
    return documents, texts


def _has(one: Document, identity: str, paths: Iterable[str]) -> bool:
    """Whether a document of that id is there, under another name too; a guide is known by its id."""
    folder = posixpath.dirname(one.path) + "/"
    return one.kind != "guide" and any(
        other.folder == folder and f"{other.prefix}-{other.number}" == identity for other in named(paths)
    )


def _read(root: str, path: str) -> str | None:
    with Opened(root, path) as file:
        if file.content is None:
            return None
        try:
            return file.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ChronoError("is not UTF-8", path=path, hint="save it as UTF-8") from error
