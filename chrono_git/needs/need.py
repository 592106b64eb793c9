"""What a guide asks of the machine, of the repository and of people, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono_git.needs.versions import Wanted

Place = Literal["prerequisite", "setup", "verification", "knowledge"]


@dataclass(frozen=True, slots=True)
class Program:
    """A tool: the first of its `names` that there is, and `subcommand` a part of it (`docker compose`)."""

    title: str
    names: tuple[str, ...]
    wanted: Wanted | None = None
    subcommand: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """Any one of the programs. Where none is, a service on one of the `ports` will do as well."""

    either: tuple[Program, ...]
    ports: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Configured:
    """That somebody set the program up: its settings, a login."""

    program: Program


@dataclass(frozen=True, slots=True)
class Service:
    """Something that answers on this machine: on one of the ports, or as the daemon of Docker.

    `key` is its name in the configuration; `host` the other machine that the guide names, "" where
    it names none.
    """

    title: str
    key: str
    ports: tuple[int, ...]
    host: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that is set."""

    name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of the repository, relative to its root: a `script` must be executable, a `folder` be one."""

    path: str
    kind: Literal["file", "script", "folder"]


@dataclass(frozen=True, slots=True)
class Room:
    """Free space where the repository lies, or memory of the machine, in bytes."""

    kind: Literal["disk", "memory"]
    size: int


@dataclass(frozen=True, slots=True)
class Other:
    """Other guides that must be completed."""

    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What only a person can say, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What is not looked for, let alone run, and why."""

    why: str


Ask = Tool | Configured | Service | Variable | File | Room | Other | Word | Refused


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a guide asks for, with the words (one line of Markdown) and the line where it does.

    `item` is the id of the guide's item that says so, "" where none does. What is `optional` may
    be missing.
    """

    ask: Ask
    text: str
    line: int
    place: Place = "prerequisite"
    item: str = ""
    optional: bool = False
