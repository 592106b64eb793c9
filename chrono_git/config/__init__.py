"""`.chrono/config.toml`: bytes → Config with every mistake told at once, and text → text for edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chrono_git.config.known import KNOWN, Policy, PushPolicy, is_text
from chrono_git.errors import ConfigError
from chrono_git.model import Dialect

if TYPE_CHECKING:
    from chrono_git.notes.forge import ForgeKind

PATH = ".chrono/config.toml"

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """What a repository says about its guides; the defaults are those of a repository that says nothing.

    `include` and `exclude` are globs of guide paths, `active` the id of the guide whose
    numbers bare trailers mean; `dialects` are (glob, dialect) in the file's order;
    `items` are overrides by item id, as pairs like those of `Item.overrides` (several
    paths joined by commas); `file_bytes` is the size beyond which a file is not read.
    `check_exclude` are globs of paths that `check` does not look at; `check_policy` says when
    a stub counts: "always", or only once somebody claims the step it belongs to ("claimed").

    `fold` lets the hooks fold their edits into the commit that was just made, `tick` and
    `learnings` say which edits there are, `log` is the path of the log; `suggest_guide` lets
    the hook write the branch's guide into a new message. `push_policy` says what blocks a push,
    `push_branches` are (glob of branches, policy) in the file's order, the first that fits
    counts; `push_seconds` is how long the gate may take.

    `headings` are words such as "Learnings" below which messages teach, too. `tags` are globs of
    the tags that are releases, `notes_paths` the files and folders whose commits count for them,
    `notes_template` is the path of a Jinja template, `forge` says which one `origin` is where
    its URL does not tell.

    `ports` are those at which services answer on this machine, by name, where they are not the
    usual ones.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    active: str | None = None
    dialects: tuple[tuple[str, Dialect], ...] = ()
    fail_under: float | None = None
    items: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    file_bytes: int = 8 * 1024 * 1024
    check_exclude: tuple[str, ...] = ()
    check_policy: Policy = "always"
    fold: bool = True
    tick: bool = True
    learnings: bool = True
    suggest_guide: bool = False
    log: str = "IMPLEMENTATION_LOG.md"
    push_policy: PushPolicy = "new"
    push_branches: tuple[tuple[str, PushPolicy], ...] = ()
    push_seconds: float = 30
    headings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes_paths: tuple[str, ...] = ()
    notes_template: str | None = None
    forge: ForgeKind | None = None
    ports: Mapping[str, int] = field(default_factory=dict)


def parse_config(text: bytes, path: str = PATH) -> Config:
    """Reads the configuration file `path` from its content; nothing at all means the defaults.

    Raises ConfigError with every mistake in it: one a line, each with its place.
    """
    if not text.strip():
        return Config()
    source = _decode(text, path)
    values = _load(source, path)
    mistakes = list(_mistakes(values, (), KNOWN))
    if mistakes:
        raise _error(mistakes, source, path)
    guides, items, check = (values.get(table, {}) for table in ("guides", "items", "check"))
    hooks, push, usual = values.get("hooks", {}), values.get("push", {}), Config()
    notes = values.get("notes", {})
    tags = notes.get("tags", ())
    return Config(
        include=tuple(guides.get("include", ())),
        exclude=tuple(guides.get("exclude", ())),
        active=guides.get("active"),
        dialects=tuple(values.get("dialects", {}).items()),
        fail_under=values.get("report", {}).get("fail_under"),
        items={name: tuple(_pairs(overrides)) for name, overrides in items.items()},
        file_bytes=values.get("limits", {}).get("file_bytes", usual.file_bytes),
        check_exclude=tuple(check.get("exclude", ())),
        check_policy=check.get("policy", usual.check_policy),
        fold=hooks.get("fold", usual.fold),
        tick=hooks.get("tick", usual.tick),
        learnings=hooks.get("learnings", usual.learnings),
        suggest_guide=hooks.get("suggest_guide", usual.suggest_guide),
        log=values.get("log", {}).get("path", usual.log),
        push_policy=push.get("policy", usual.push_policy),
        push_branches=tuple(push.get("branches", {}).items()),
        push_seconds=push.get("seconds", usual.push_seconds),
        headings=tuple(values.get("learnings", {}).get("headings", ())),
        tags=(tags,) if isinstance(tags, str) else tuple(tags),
        notes_paths=tuple(notes.get("paths", ())),
        notes_template=notes.get("template"),
        forge=notes.get("forge"),
        ports=values.get("doctor", {}).get("ports", {}),
    )


def set_value(text: str, key: Key, value: str | float | bool | list[str]) -> str:
    """Returns the text of a configuration file with one value set, and all else as it was.

    Comments, order, blank lines and line ends stay. Tables on the way are made. Raises
    ConfigError where the text is no TOML, or where a part of `key` is no table.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    crlf = "\r\n" in text and text.count("\r\n") == text.count("\n")
    before = _load(text, PATH)
    try:
        document = tomlkit.parse(text.replace("\r\n", "\n") if crlf else text)
        table: Any = document
        for part in key[:-1]:
            table = table[part] if part in table else table.setdefault(part, tomlkit.table())
        table[key[-1]] = value
        edited = tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise _cannot_set(key) from error
    edited = edited.replace("\n", "\r\n") if crlf else edited
    if _load(edited, PATH) != _with(before, key, value):
        raise _cannot_set(key)  # dotted and repeated tables: better not than wrong
    return edited


def _with(values: Mapping[str, Any], key: Key, value: object) -> dict[str, Any]:
    inner = value if len(key) == 1 else _with(values.get(key[0], {}), key[1:], value)
    return {**values, key[0]: inner}


def _cannot_set(key: Key) -> ConfigError:
    return ConfigError(f"`{_dotted(key)}` cannot be set in this file", hint="set it by hand.", path=PATH)


def _pairs(overrides: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    for key, value in overrides.items():
        yield key, value if isinstance(value, str) else ",".join(value)


def _decode(text: bytes, path: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            "expected UTF-8 text", hint="save the file as UTF-8.", path=path, line=line
        ) from error


def _load(source: str, path: str) -> dict[str, Any]:
    import tomllib  # 28 ms that a repository without configuration need not pay

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        import re

        message, line = str(error), source.count("\n") + 1
        if found := re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message):
            message, line = message[: found.start()], int(found[1]) if found[1] else line
        raise ConfigError(
            f"not valid TOML: {message}",
            hint='strings stand in quotes: include = ["docs/*.md"].',
            path=path,
            line=line,
        ) from error


def _mistakes(value: Any, at: Key, known: Any) -> Iterator[tuple[Key, str]]:
    """Yields where a value is not what `known` asks for, and what is wrong there."""
    if not isinstance(known, dict):
        if expected := known(value):
            yield at, f"`{_dotted(at)}` must be {expected}, not {_kind(value)}"
        return
    if not isinstance(value, dict):
        yield at, f"`{_dotted(at)}` must be a table, not {_kind(value)}"
        return
    for key, inner in value.items():
        if key in known or "*" in known:
            yield from _mistakes(inner, (*at, key), known.get(key, known.get("*")))
        else:
            yield (*at, key), f"unknown key `{_dotted((*at, key))}`; {_instead(key, known)}"


def _instead(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}"


def _error(mistakes: list[tuple[Key, str]], source: str, path: str) -> ConfigError:
    lines = _lines(source)
    placed = sorted((lines.get(key, 1), message) for key, message in mistakes)
    first, rest = placed[0], placed[1:]
    return ConfigError(
        "\n".join([first[1], *(f"{path}:{line}: {message}" for line, message in rest)]),
        hint="correct these lines, or leave the keys out.",
        path=path,
        line=first[0],
    )


def _lines(source: str) -> dict[Key, int]:
    """Returns the line at which each key of a valid TOML document first stands.

    tomllib tells no places, so the document is read once more, statement by statement:
    a statement is the shortest run of lines that is valid by itself.
    """
    import tomllib

    found: dict[Key, int] = {}
    header: Key = ()
    pending, start = "", 1
    for number, line in enumerate(source.splitlines(keepends=True), 1):
        pending += line
        try:
            read = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        is_header = pending.lstrip().startswith("[")
        for key in _keys(read):
            found.setdefault(key if is_header else (*header, *key), start)
            header = key if is_header else header  # the deepest comes last
        pending, start = "", number + 1
    return found


def _keys(value: Any, at: Key = ()) -> Iterator[Key]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*at, key)
            yield from _keys(inner, (*at, key))


def _dotted(key: Key) -> str:
    return ".".join(part if part.replace("-", "_").isidentifier() else f'"{part}"' for part in key)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the string {value!r}"
    if isinstance(value, list):
        wrong = next((inner for inner in value if not is_text(inner)), None)
        return "a list" if wrong is None else f"a list with {_kind(wrong)}"
    return "a table" if isinstance(value, dict) else "a date or time"
