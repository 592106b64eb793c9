"""A line of a guide's prerequisites → what it asks for; what no table knows is for a person to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chrono_git.needs import services, tools
from chrono_git.needs.need import Ask, Configured, File, Program, Refused, Room, Service, Tool, Variable, Word
from chrono_git.needs.versions import Wanted, wanted_at

_TELL = "only a person can tell"
LONGEST = 2000  # characters; no prerequisite is longer, and what is was made to be slow
_LINK = re.compile(r"!?\[([^\]\[]{1,200})\]\([^()\s]{0,500}\)")
_SPAN = re.compile(r"(`{1,3})([^`]{1,500})\1")
_HEAD_ENDS = re.compile(
    r"\s\(|[:;]\s|\s[—–-]{1,2}\s|,?\s(?:for|with|via|using|to|in|from|because|so that|per|as|on|which|that|at)\s",
    re.IGNORECASE,
)
_INSTALLED = re.compile(
    r"\b(?:install(?:ed)?|available|present|CLI|binary|on (?:the |your )?PATH|command[- ]line)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:running|runs|accessible|reachable|started|up|listening|online|server|daemon|instance|database|broker)\b",
    re.IGNORECASE,
)
_CONFIGURED = re.compile(
    r"\b(?:configured|authenticated|logged[- ]in|set[- ]up|initiali[sz]ed|signed in)\b", re.IGNORECASE
)
_PERSONAL = re.compile(
    r"\b(?:accounts?|subscription|credentials|api[- ]keys?|tokens?|knowledge|familiar(?:ity)?|understanding|experience|permissions?"
    r"|wallet|licen[cs]es?|access to|admin(?:istrator)?)\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|recommended|nice to have|if (?:you|needed|applicable|building))\b", re.IGNORECASE
)
_OR = re.compile(r"\bor\b|/\s*$", re.IGNORECASE)
_ROOM = re.compile(
    r"(?<![\w.])(?P<size>\d{1,6}(?:\.\d{1,3})?)\s?(?P<unit>[KMGT])(?:i?B)?\b\+?", re.IGNORECASE
)
_DISK = re.compile(r"\b(?:disk|storage|drive|space|ssd)\b", re.IGNORECASE)
_MEMORY = re.compile(r"\b(?:ram|memory)\b", re.IGNORECASE)
_VARIABLE = re.compile(r"\benv(?:ironment)?[ -]?var(?:iable)?s?\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w$/.-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,8}(?![\w/.-])")
_FILE = re.compile(r"(?:\.{0,2}[\w@+-][\w@+.-]{0,100}/){0,12}\.?[\w@+-][\w@+.-]{0,100}", re.ASCII)
_EXISTS = re.compile(r"\b(?:exists?|present|created|copied|in place)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?P<program>\S{1,64})\s+(?:--?version|version|-[vV])")
_LONE = re.compile(
    r"(?P<name>[^\s:]{1,64})(?:\s+(?:CLI|command|tool|binary|client|compiler))?"
    r"(?=\s+(?:(?:is|are|must be|has been)\s+)?installed\b|$|\s+v?\d|:|\s\()"
)
_GOES_ON = re.compile(
    r"\s+(?:(?:is|are|must be|has been)\s+)?(?:installed|CLI|command|tool|client|compiler|binary)\b|\s+v?\d|:|\s\(",
    re.IGNORECASE,
)
_ONLY_NAMES = re.compile(
    r"(?:[\s,&]|\b(?:and|or|CLI|tools?|the|is|are|installed|available)\b)*", re.IGNORECASE
)
_SHELL = re.compile(r"[/\\;$|&<>(){}!~`\x00-\x1f]|\.\.")
_UNITS: Mapping[str, int] = {"K": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4}
# What stands where a program's name might, and is none.
_NO_PROGRAMS = frozenset((
    "macos", "windows", "linux", "ubuntu", "debian", "fedora", "android", "ios", "ipados", "watchos",
    "chrome", "firefox", "safari", "edge", "dependencies", "packages", "everything", "all", "tools", "it",
    "they", "homebrew-packages", "step", "phase", "section", "terminal", "internet", "editor",
))  # fmt: skip


def needs_of(text: str, *, tools_only: bool = False) -> tuple[Ask, ...]:
    """What one line of prerequisites (Markdown) asks for; never empty.

    `tools_only` says that the heading above promises tools, so that an unknown name is one.
    """
    if len(text) > LONGEST:
        return (Refused(f"a line of {len(text):,} characters is not read as a prerequisite"),)
    plain = _LINK.sub(r"\1", text).replace("**", "").replace("__", "").strip()
    plainly: list[Ask] = [*_room(plain), *_variables(plain), *_files(plain)]
    running = bool(_RUNNING.search(_SPAN.sub(" ", plain)))
    installed = bool(_INSTALLED.search(plain))
    if not plainly and running:
        plainly = list(_services(plain, installed=installed))
        if installed:
            plainly = [*_programs(plain), *plainly]
    found = plainly or list(_tools(plain, tools_only=tools_only, installed=installed))
    unknown = "at which port it would answer is not said" if running else _TELL
    return tuple(dict.fromkeys(found)) or (Word(unknown),)


def _tools(text: str, *, tools_only: bool, installed: bool) -> Iterator[Ask]:
    programs: list[Tool | Refused] = list(_programs(text))
    if personal := None if installed else _PERSONAL.search(text):
        yield from programs if personal.start() > _head_end(text) else ()
        yield Word(f"{_TELL}: accounts and rights show nowhere")
        return
    programs = programs or list(_unknown_programs(text, tools_only=tools_only or installed))
    yield from programs
    if _CONFIGURED.search(text):
        yield from (Configured(tool.either[0]) for tool in programs if isinstance(tool, Tool))


def is_optional(text: str) -> bool:
    """Whether the line says that one can do without."""
    return bool(_OPTIONAL.search(text[:LONGEST]))


def _room(text: str) -> Iterator[Room]:
    for found in _ROOM.finditer(text):
        behind = re.split(r"[,;.\d]", text[found.end() : found.end() + 30])[0]
        before = re.split(r"[,;.\d]", text[max(found.start() - 30, 0) : found.start()])[-1]
        size = int(float(found["size"]) * _UNITS[found["unit"].upper()])
        for words in (behind, before):
            if _MEMORY.search(words) or _DISK.search(words):
                yield Room("memory" if _MEMORY.search(words) else "disk", size)
                break


def _variables(text: str) -> Iterator[Variable]:
    if _VARIABLE.search(text):
        yield from (
            Variable(found[0]) for found in _NAME.finditer(text) if "_" in found[0] or f"`{found[0]}`" in text
        )


def _files(text: str) -> Iterator[File]:
    if not _EXISTS.search(text):
        return
    for _, span in _SPAN.findall(text):
        name = span.removesuffix("/")
        named = "/" in name or name.startswith(".") or re.search(r"\.[A-Za-z]{1,8}$", name)
        if named and _FILE.fullmatch(name) and ".." not in name.split("/"):
            yield File(name.removeprefix("./"), "folder" if span.endswith("/") else "file")


def _services(text: str, *, installed: bool) -> Iterator[Ask]:
    known = list(services.mentions(text))
    at = list(services.addresses(text))
    for number, usual in enumerate(known):
        mine = at[number] if len(at) == len(known) else at[0] if at and len(known) == 1 else None
        ports = (mine.port,) if mine and mine.port else usual.ports
        yield Service(usual.title, usual.key, ports, mine.host if mine else "")
        wanted = None if installed else _version_behind(text, usual.names)
        if wanted and usual.key != services.DOCKER:
            yield Word(f"which version of {usual.title} answers: {wanted.text} is asked for")
    if not known:
        for one in at:
            if one.port or one.scheme in ("http", "https"):
                port = one.port or (443 if one.scheme == "https" else 80)
                yield Service(f"what runs at port {port}", "", (port,), one.host)


def _version_behind(text: str, names: tuple[str, ...]) -> Wanted | None:
    for name in names:
        at = text.lower().find(name.lower())
        if at >= 0 and (found := wanted_at(text, at + len(name))):
            return found[0]
    return None


def _programs(text: str) -> Iterator[Tool]:
    """The known tools of the part of the line that names things, alternatives together."""
    end_of_head = _head_end(text)
    seen: list[tuple[int, int, Program]] = []
    for start, end, known in tools.mentions(text):
        if start >= end_of_head:
            break
        if any(program.title == known.title for _, _, program in seen):
            continue
        found = wanted_at(text, end)
        seen.append(
            (
                start,
                found[1] if found else end,
                Program(known.title, known.programs, found and found[0], known.subcommand),
            )
        )
    seen = sorted([*seen, *_beside(text[:end_of_head], seen)], key=lambda one: one[0])
    if not seen and (only := _in_brackets(text, end_of_head)):
        seen = [(0, 0, only)]
    if len(seen) == 1 and seen[0][2].wanted is None:
        start, end, program = seen[0]
        seen = [
            (start, end, Program(program.title, program.names, _version_after(text, end), program.subcommand))
        ]
    either: list[Program] = []
    last = 0
    for start, end, program in seen:
        if either and not _OR.search(text[last:start]):
            yield _tool(either)
            either = []
        either.append(program)
        last = end
    if either:
        yield _tool(either)


def _head_end(text: str) -> int:
    found = _HEAD_ENDS.search(text)
    return found.start() if found else len(text)


def _beside(head: str, seen: list[tuple[int, int, Program]]) -> Iterator[tuple[int, int, Program]]:
    """The unknown programs of "`python3` and `twine`": code spans in a list of nothing but names."""
    known = {start for start, _, _ in seen}
    spans = [
        found for found in _SPAN.finditer(head) if found.start(2) not in known and tools.is_plain(found[2])
    ]
    if not seen or not spans or not _ONLY_NAMES.fullmatch(_without(head, seen)):
        return
    for found in spans:
        wanted = wanted_at(head, found.end())
        yield (
            found.start(),
            wanted[1] if wanted else found.end(),
            Program(found[2], (found[2],), wanted and wanted[0]),
        )


def _without(head: str, seen: list[tuple[int, int, Program]]) -> str:
    for start, end, _ in reversed(seen):
        head = f"{head[:start]} {head[end:]}"
    return re.sub(r"`[^`]*`|`", " ", head)


def _tool(either: list[Program]) -> Tool:
    ports = [port for program in either for usual in services.mentions(program.title) for port in usual.ports]
    return Tool(tuple(either), tuple(dict.fromkeys(ports)))


def _in_brackets(text: str, start: int) -> Program | None:
    """The tool of `GitHub's own client (`gh`)`: a known program in a code span, behind a name that is unknown."""
    span = _SPAN.search(text, start, start + 80)
    known = tools.by_program(span[2]) if span else None
    return Program(known.title, (span[2],), None, known.subcommand) if span and known else None


def _version_after(text: str, start: int) -> Wanted | None:
    """The version that a lone tool is wanted in: behind "version", "shows", a sign, or in brackets."""
    for words in re.finditer(r"\(|\b(?:version|shows?|prints|returns?)\b|>=|≥", text[start:]):
        at = start + words.start() if words[0] in ("(", ">=", "≥") else start + words.end()
        if found := wanted_at(text, at):
            return found[0]
    return None


def _unknown_programs(text: str, *, tools_only: bool) -> Iterator[Tool | Refused]:
    """The programs that no table knows: the lone word before "installed" or a version, or a code span."""
    head = _SPAN.sub(" ", text).strip()
    lone = _LONE.match(head) if tools_only and not text.startswith("`") else None
    if lone:
        name = lone["name"]
        if (
            tools.is_plain(name)
            and name.lower() not in _NO_PROGRAMS
            and _says_program(head[lone.end("name") :])
        ):
            yield _named(name, text, text.find(name) + len(name))
            return
        if _SHELL.search(name) or name.startswith("-"):
            yield Refused(_refusal(name))
            return
    for span in (found.strip() for _, found in _SPAN.findall(text)):
        asked = _ASKED.fullmatch(span)
        name = asked["program"] if asked else span
        if tools.is_plain(name) and (tools_only or asked):
            yield _named(name, text, text.find(span) + len(span))
            return
        if tools_only and text.startswith("`"):
            yield Refused(_refusal(span))
            return
    if tools_only and not lone and _SHELL.search(head[: _head_end(head)]):
        yield Refused(_refusal(head))


def _says_program(rest: str) -> bool:
    """Whether the line ends behind the name, or goes on as only a tool's would."""
    return not rest.strip() or bool(_GOES_ON.match(rest))


def _named(name: str, text: str, end: int) -> Tool:
    names = tuple(dict.fromkeys((name, name.lower())))
    known = tools.by_program(name) or tools.by_program(name.lower())
    found = wanted_at(text, end)
    wanted = found[0] if found else _version_after(text, end)
    if known:
        return Tool((Program(known.title, names, wanted, known.subcommand),))
    return Tool((Program(name, names, wanted),))


def _refusal(name: str) -> str:
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    return f"{shown!r} is not the plain name of a program: it is neither looked for nor run"
