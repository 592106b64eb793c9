"""`.chrono/check-baseline.jsonl`: findings that were there before anybody looked; text → text.

JSON Lines (https://jsonlines.org), one object a line, sorted: `path`, `rule`, `symbol`,
`content` (the finding's line with its blanks collapsed), and `count` where several are
alike. There are no line numbers and no times in it, so that it changes only where a
finding comes or goes, and two branches seldom touch the same lines.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from chrono_git.errors import ConfigError
from chrono_git.model import Finding
from chrono_git.scan.catalog import is_about_allowance

PATH = ".chrono/check-baseline.jsonl"

_AGAIN = "`chrono-git check --write-baseline` writes the file anew."
_CONFLICT = re.compile(rb"(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)")  # git-merge(1), "HOW CONFLICTS ARE PRESENTED"
# What no terminal and no editor should meet raw; `json` itself escapes only below U+0020.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Key(NamedTuple):
    """What findings are known by."""

    path: str
    rule: str
    symbol: str
    content: str


def key_of(finding: Finding) -> Key:
    """What a finding is known by, wherever it stands in its file."""
    return Key(finding.path, finding.rule, finding.symbol, " ".join(finding.excerpt.split()))


def count(text: bytes, path: str = PATH) -> int:
    """Return how many findings a baseline holds; raises ConfigError as `subtract` does."""
    return _read(text, path).total()


def write(findings: Iterable[Finding]) -> bytes:
    """Return the baseline of these findings; the same findings, in any order, give the same bytes.

    Findings about allowances are left out: correcting them is a matter of a comment.
    """
    keys = Counter(key_of(one) for one in findings if not is_about_allowance(one.rule))
    return "".join(f"{_line(key, keys[key])}\n" for key in sorted(keys)).encode()


def _line(key: Key, number: int) -> str:
    entry: dict[str, object] = key._asdict()
    if number > 1:
        entry["count"] = number
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(entry, ensure_ascii=False))


def subtract(
    findings: Sequence[Finding],
    text: bytes,
    existing: Container[str],
    *,
    is_new: Callable[[Finding], bool] = lambda _: False,
    path: str = PATH,
) -> tuple[tuple[Finding, ...], int]:
    """Return the findings that are not in the baseline `text`, in their order, and how many are.

    Every entry stands for `count` findings. First those of its own path, rule, symbol and
    content; then, in the same file, those in a function of the same name whose class has
    another; then, where its path is none of `existing` (the paths of the whole snapshot),
    those of any other file: it was renamed. Where more findings are alike than the entry
    counts, those that `is_new` says were added just now are left, else the lowest in the
    file. Raises ConfigError with `path` and line where the text is no baseline.
    """
    entries = _read(text, path)
    places = sorted(
        range(len(findings)), key=lambda place: (is_new(findings[place]), _place(findings[place]))
    )
    left = [place for place in places if not is_about_allowance(findings[place].rule)]
    for alike in (_itself, _moved_within):
        left = _match(findings, left, entries, alike)
    gone = Counter({key: number for key, number in entries.items() if key.path not in existing})
    for alike in (_renamed_folder, _renamed):
        left = _match(findings, left, gone, alike)
    kept = {*left, *(place for place, one in enumerate(findings) if is_about_allowance(one.rule))}
    return tuple(one for place, one in enumerate(findings) if place in kept), len(findings) - len(kept)


def _match(
    findings: Sequence[Finding], places: Sequence[int], entries: Counter[Key], alike: Callable[[Key], Key]
) -> list[int]:
    """Take findings and entries away that are the same for `alike`; returns the places that are left."""
    known: dict[Key, list[Key]] = {}
    for key in sorted(entries):
        known.setdefault(alike(key), []).append(key)
    left = []
    for place in places:
        keys = known.get(alike(key_of(findings[place])), ())
        taken = next((key for key in keys if entries[key] > 0), None)
        if taken is None:
            left.append(place)
        else:
            entries[taken] -= 1
    return left


def _itself(key: Key) -> Key:
    return key


def _moved_within(key: Key) -> Key:
    return key._replace(symbol=key.symbol.rpartition(".")[2])


def _renamed_folder(key: Key) -> Key:
    return key._replace(path=key.path.rpartition("/")[2])


def _renamed(key: Key) -> Key:
    return key._replace(path="")


def _place(finding: Finding) -> tuple[str, int, int, Key]:
    return finding.path, finding.line, finding.column, key_of(finding)


def _read(text: bytes, path: str) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for number, line in enumerate(text.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            key, many = _entry(line)
        except ValueError as error:
            raise _mistake(line, str(error), path, number) from None
        # `merge=union` may keep both sides' line for the same findings.
        found[key] = max(found[key], many)
    return found


def _entry(line: bytes) -> tuple[Key, int]:
    """Read one line; raises ValueError with what is wrong with it."""
    try:
        entry: Any = json.loads(line)
    except RecursionError:
        raise ValueError("brackets are nested too deeply") from None
    except ValueError:
        raise ValueError("not valid JSON") from None
    if not isinstance(entry, dict):
        raise ValueError("expected an object in braces")
    if wrong := next(_wrong(entry), ""):
        raise ValueError(wrong)
    return Key(*(entry[name] for name in Key._fields)), entry.get("count", 1)


def _wrong(entry: dict[str, Any]) -> Iterator[str]:
    for name in Key._fields:
        if not isinstance(entry.get(name), str):
            yield f"`{name}` must be a string" if name in entry else f"`{name}` is missing"
    many = entry.get("count", 1)
    if not isinstance(many, int) or isinstance(many, bool) or many < 1:
        yield "`count` must be a whole number above 0"
    yield from (f"unknown key `{name}`" for name in entry if name not in (*Key._fields, "count"))


def _mistake(line: bytes, message: str, path: str, number: int) -> ConfigError:
    if _CONFLICT.match(line):
        message = "a merge conflict that was not resolved"
        hint = f"keep the lines of both sides and remove the conflict's marks; or {_AGAIN}"
    else:
        hint = f"remove the line; or {_AGAIN}"
    return ConfigError(message, hint=hint, path=path, line=number)
