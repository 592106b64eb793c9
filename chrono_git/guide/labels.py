"""What `**Label**:` lines and sub-headings of a step announce."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chrono_git.guide.words import plain
from chrono_git.model import BlockRole, NoteLabel

SHELL = frozenset(
    {"bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "fish", "powershell"}
)

_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<name>[^*_\n]{1,60}?)\s*[:：]?(?P=mark)\s*(?P<paren>\([^)\n]*\))?\s*[:：]?\s*(?P<rest>.*)",
    re.DOTALL,
)
_PLAIN_LABEL = re.compile(r"(?P<name>[A-Z][\w /-]{1,40})[:：](?:\s+(?P<rest>.*))?$", re.DOTALL)
_FILE = re.compile(
    r"(?:new |config(?:uration)? |test |source )?"
    r"(?:files?|script|workflow|config|template|module|path|location)(?:\s+\d+(?:\.\d+)*)?$",
    re.IGNORECASE,
)
_FILE_HEADING = re.compile(r"(?:[\w ]{1,30}?\s*\d*\s*[:：]\s*)?`(?P<path>[^`]+)`")
_SPAN = re.compile(r"`([^`\n]+)`")
_PATH_LIKE = re.compile(r"(?:[\w@.~$+{},*()\[\]-]+/)*[\w@.~+{},*()\[\]-]*\.?[\w{},*-]+")

_NOTES: tuple[tuple[str, NoteLabel], ...] = (
    (r"objectives?|goals?|purpose|aim", "objective"),
    (r"references?|see(?: also)?|specs?|requirements?|source", "reference"),
    (r"(?:key |important |design )?considerations?|remember|constraints?", "consideration"),
    (r"(?:common )?(?:pitfalls?|mistakes?|gotchas?)|warnings?|caution", "pitfall"),
    (r"integrations?(?: points?)?", "integration"),
    (r"errors?(?: scenarios?| handling| cases?)?(?: to handle)?|edge cases?", "error"),
    (r"expected.*|acceptance(?: criteria)?|done when", "expected"),
    (r"actions?|tasks?", "action"),
    (r"why(?: needed)?|rationale|reason", "why"),
    (r"notes?|tips?|important|context", "note"),
)
_ROLES: tuple[tuple[str, BlockRole], ...] = (
    (r"(?:expected |directory |project |file |folder )*(?:structure|tree|layout)", "structure"),
    (r"(?:expected )?(?:output|result|response)s?|expected", "expected"),
    (r"(?:run |running |execute )?(?:the )?(?:unit |integration )?tests?(?: .*)?|testing", "tests"),
    (r"(?:verif|validat|check)\w*(?: .*)?", "verification"),
    (r"commands?|run|install\w*|setup|set up|execute|usage", "commands"),
    (r"what to implement|implement\w*|code|(?:final )?content|example|solution", "implement"),
)


@dataclass(slots=True)
class Announced:
    """What the last label said of the blocks and bullets to come."""

    note: NoteLabel | None = None
    role: BlockRole | None = None
    path: str | None = None
    edited: str | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """One label: the kind of note, the role of the block below, the file it names, the rest of the line."""

    note: NoteLabel
    role: BlockRole | None
    path: str | None
    rest: str


def read(text: str) -> Label | None:
    """Read a labelled line (`**Objective**: …`, `File: …`); None where it has no label that we know."""
    found = _LABEL.match(text) or _PLAIN_LABEL.match(text)
    if not found:
        return None
    name, rest = found["name"].strip(), (found["rest"] or "").strip()
    paren = found.groupdict().get("paren")
    if _FILE.match(name):
        return Label("file", None, path_in(rest), rest)
    if paren and (path := path_in(paren)):
        return Label("file", None, path, text)
    note = next((label for words, label in _NOTES if re.fullmatch(words, name, re.IGNORECASE)), None)
    role = next((role for words, role in _ROLES if re.fullmatch(words, name, re.IGNORECASE)), None)
    if note is None and role is None and not (found.re is _LABEL and text.rstrip().endswith((":", "："))):
        return None
    announces_only = role is not None and not rest
    return Label(note or "detail", role, None, rest if note else "" if announces_only else text)


def heading(text: str) -> Label:
    """Read a sub-heading of a step: `File 1: path`, `Verification`, or a plain one."""
    found = _FILE_HEADING.match(text)
    if found and looks_like_path(found["path"]):
        return Label("file", None, found["path"], text)
    name = plain(text).rstrip(":")
    role = next((role for words, role in _ROLES if re.fullmatch(words, name, re.IGNORECASE)), None)
    note = next((label for words, label in _NOTES if re.fullmatch(words, name, re.IGNORECASE)), None)
    return Label(note or "detail", role, None, text)


def path_in(text: str) -> str | None:
    """Return the one path that a line names in a code span, or as its first word."""
    paths = [span for span in _SPAN.findall(text) if looks_like_path(span)]
    if paths:
        return str(paths[0])
    first = text.split(maxsplit=1)[0].rstrip(",;") if text.split() else ""
    return first if looks_like_path(first) and "/" in first else None


def looks_like_path(text: str) -> bool:
    """Whether a code span is the name of a file: no blanks, and a slash or an extension."""
    return (
        len(text) < 300
        and bool(_PATH_LIKE.fullmatch(text))
        and ("/" in text or "." in text)
        and not text.endswith("()")
    )


def is_tree(text: str) -> bool:
    """Whether a block shows a directory tree."""
    return "├" in text or "└──" in text or "|-- " in text


def role_of(language: str, text: str, announced: Announced) -> BlockRole:
    """Say what a code block is there for, from its label, its language and its look."""
    if is_tree(text):
        return "structure"
    if announced.role in ("structure", "expected", "verification", "tests"):
        return announced.role
    if announced.note == "expected":
        return "expected"
    if announced.path is not None or (announced.role == "implement" and language):
        return "implement"
    if language in SHELL:
        return "commands"
    if not language:
        return "commands" if announced.role == "commands" else "other"
    return "implement"
