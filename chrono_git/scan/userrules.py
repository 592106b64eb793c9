"""The users' own rules: ast-grep YAML → rules → findings.

The format is that of https://ast-grep.github.io/reference/yaml.html; what concerns
rewriting (`fix`) and documentation (`url`, `metadata`, `labels`) is read over. Regular
expressions in rules are those of Rust's `regex`, which match in linear time. A rule may
still take long on a large file: `repo.workers` ends the process after a time for each file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono_git.errors import ConfigError
from chrono_git.model import Finding, Severity
from chrono_git.scan import globs
from chrono_git.scan.astgrep import NAMES, RuleError, find_all, is_written_in, root_of
from chrono_git.scan.catalog import RULES
from chrono_git.scan.descent import Descent
from chrono_git.scan.language import language_of
from chrono_git.scan.names import qualified_name
from chrono_git.scan.nodes import function_around
from chrono_git.scan.ruleyaml import Document, documents

if TYPE_CHECKING:
    from ast_grep_py import SgNode

FOLDER = ".chrono/rules/"

_SEVERITIES: Mapping[str, Severity | None] = {
    "error": "block", "warning": "warn", "info": "warn", "hint": "warn", "off": None,
}  # fmt: skip
_PARSED = ("rule", "constraints", "utils", "transform")
_READ_OVER = ("fix", "url", "metadata", "labels")
_KEYS = ("id", "language", *_PARSED, "message", "note", "severity", "files", "ignores", *_READ_OVER)
_ID = re.compile(r"[A-Za-z0-9][\w.-]*")
_VARIABLE = re.compile(r"(\$\$\$|\$)([A-Z_][A-Z0-9_]*)")
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class UserRule:
    """One rule. `config` is what ast-grep reads; `path` and `line` (1-based) are where it is written.

    `files` and `ignores` are globs of the paths that it is for, and not for.
    """

    id: str
    language: str
    severity: Severity
    config: Mapping[str, Any]
    message: str
    note: str = ""
    files: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    path: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)


class _Mistake(NamedTuple):
    path: str
    line: int
    message: str


def parse_rules(files: Iterable[tuple[str, bytes]]) -> tuple[UserRule, ...]:
    """Read rules from the (path, content) of YAML files; those with severity `off` are left out.

    Raises ConfigError with every mistake in them: one a line, each with its place.
    """
    rules: list[UserRule] = []
    mistakes: list[_Mistake] = []
    taken: dict[str, str] = {rule.id: "a rule of chrono-git's own" for rule in RULES}
    for path, data in files:
        for document in documents(path, data):
            wrong = list(_mistakes(document, taken))
            mistakes += [_Mistake(path, line, message) for line, message in wrong]
            if wrong:
                continue
            taken[document.values["id"]] = f"the rule at {path}:{document.line}"
            rule = _rule(document)
            if problem := _refused(rule):
                mistakes.append(_Mistake(path, document.lines.get("rule", document.line), problem))
            elif _SEVERITIES[document.values.get("severity", "hint")]:
                rules.append(rule)
    if mistakes:
        first, *rest = sorted(mistakes)
        raise ConfigError(
            "\n".join([first.message, *(f"{one.path}:{one.line}: {one.message}" for one in rest)]),
            hint="correct the rule; `severity: off` turns one off.",
            path=first.path,
            line=first.line,
        )
    return tuple(rules)


def _rule(document: Document) -> UserRule:
    values = document.values
    return UserRule(
        id=values["id"],
        language=NAMES[values["language"].lower()],
        severity=_SEVERITIES[values.get("severity", "hint")] or "warn",
        config={key: values[key] for key in _PARSED if key in values},
        message=" ".join(values.get("message", "").split()) or f"matches the rule `{values['id']}`",
        note=" ".join(values.get("note", "").split()),
        files=tuple(values.get("files", ())),
        ignores=tuple(values.get("ignores", ())),
        path=document.path,
        line=document.line,
    )


def _mistakes(document: Document, taken: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yields (line, message) for all that is wrong before ast-grep looks at it."""
    values, line = document.values, document.line
    for key in values:
        if key not in _KEYS:
            yield document.lines.get(key, line), f"unknown key `{key}`; {_nearest(str(key), _KEYS)}"
    for key in ("id", "language", "rule"):
        if key not in values:
            yield line, f"`{key}` is missing"
    for key, expected in _EXPECTED.items():
        if key in values and not expected[1](values[key]):
            yield document.lines.get(key, line), f"`{key}` must be {expected[0]}"
    identity, language = values.get("id"), values.get("language")
    if isinstance(identity, str) and _is_id(identity) and (taker := taken.get(identity)):
        yield document.lines.get("id", line), f"the id `{identity}` is taken by {taker}"
    if isinstance(language, str) and language.lower() not in NAMES:
        near = _nearest(language.lower(), NAMES)
        yield document.lines.get("language", line), f"unknown language `{language}`; {near}"
    for key in ("files", "ignores"):
        for glob in values[key] if _is_texts(values.get(key)) else ():
            if problem := globs.mistake(glob):
                yield document.lines.get(key, line), f"`{key}`: `{glob}`: {problem}"


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value)) and not value.startswith("allow-")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_severity(value: object) -> bool:
    return isinstance(value, str) and value in _SEVERITIES


_EXPECTED = {
    "id": ("a name of letters, digits, `-`, `_` and `.` that does not begin with `allow-`", _is_id),
    "language": ("a string", _is_text),
    "rule": ("a table", _is_table),
    "constraints": ("a table", _is_table),
    "utils": ("a table", _is_table),
    "transform": ("a table", _is_table),
    "message": ("a string", _is_text),
    "note": ("a string", _is_text),
    "severity": (f"one of {', '.join(_SEVERITIES)}", _is_severity),
    "files": ("a list of strings", _is_texts),
    "ignores": ("a list of strings", _is_texts),
}


def _nearest(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"


def _refused(rule: UserRule) -> str:
    """What ast-grep has against a rule, "" where it takes it."""
    try:
        find_all(rule.config, root_of("", rule.language))
    except RuleError as error:
        return f"ast-grep does not take the rule: {error}"
    return ""


def applies(rule: UserRule, path: str) -> bool:
    """Whether the rule looks at a file of this path: by its extension, then by `files` and `ignores`."""
    if not is_written_in(path, rule.language) or (rule.files and not globs.matches(path, rule.files)):
        return False
    return not globs.matches(path, rule.ignores)


def run(rules: Sequence[UserRule], path: str, text: str) -> tuple[Finding, ...]:
    """Return what the rules that apply to the file find in its text, from its beginning to its end.

    Raises RuleError where the parser fails. May take long, or end the process.
    """
    found: list[Finding] = []
    mine = [rule for rule in rules if applies(rule, path)]
    for language in dict.fromkeys(rule.language for rule in mine):
        root = root_of(text, language)
        for rule in mine:
            if rule.language == language:
                nodes = find_all(rule.config, root)
                found += (_finding(rule, path, text, root, node) for node in nodes)
    return tuple(sorted(found, key=lambda one: (one.line, one.column, one.rule)))


def _finding(rule: UserRule, path: str, text: str, root: SgNode, node: SgNode) -> Finding:
    place = node.range()
    line, end_line = place.start.line + 1, place.end.line + 1
    symbol, span = _around(path, root, place.start.index)
    first_line = text[text.rfind("\n", 0, place.start.index) + 1 :].partition("\n")[0]
    allow = f"correct it, or say why it stays: `chrono-git: allow({rule.id}) <reason>`"
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        path=path,
        line=line,
        column=place.start.column + 1,
        end_line=end_line,
        span=span or (line, end_line),
        symbol=symbol,
        excerpt=first_line.strip()[:200],
        message=_filled(rule.message, node, text),
        remedy=_filled(rule.note, node, text) or allow,
    )


def _around(path: str, root: SgNode, place: int) -> tuple[str, tuple[int, int] | None]:
    """The name and the lines of the function around a place, where our own rules know the language."""
    language = language_of(path)
    if language is None or not language.tree.functions:
        return "", None
    way = Descent(root).to(place)
    at = function_around(way, len(way) - 1, language)
    if at is None:
        return "", None
    lines = way[at].range()
    return qualified_name(way, at, language), (lines.start.line + 1, lines.end.line + 1)


def _filled(message: str, node: SgNode, text: str) -> str:
    """A message with what its variables (`$A`, `$$$ARGS`, those of `transform`) stand for."""

    def stands_for(found: re.Match[str]) -> str:
        several = node.get_multiple_matches(found[2]) if found[1] == "$$$" else []
        if several:
            return text[several[0].range().start.index : several[-1].range().end.index]
        if found[1] == "$$$":
            return ""
        one = node.get_match(found[2])
        return one.text() if one is not None else node.get_transformed(found[2]) or found[0]

    return " ".join(_VARIABLE.sub(stands_for, message).split())[:_LONGEST_MESSAGE]
