"""Bytes → findings: code that stands in for an implementation, and debugging aids left behind."""

from __future__ import annotations

from operator import attrgetter

from chrono_git.model import Severity
from chrono_git.scan.allow import parse
from chrono_git.scan.decoding import UTF16, decode
from chrono_git.scan.islands import only_code
from chrono_git.scan.language import Language, language_of
from chrono_git.scan.lexer import code_only, comments_of
from chrono_git.scan.literals import ALLOW, may_hold
from chrono_git.scan.paths import is_generated, path_class
from chrono_git.scan.result import Allowance, Excuse, Scan, Suspect

__all__ = ["Allowance", "Excuse", "Scan", "Suspect", "scan"]

LONGEST_LINE = 20_000  # characters; longer ones are written by machines


def scan(
    path: str, data: bytes, *, prints: bool = False, text_only: bool = False, sifted: bool = False
) -> Scan:
    """Scan one file.

    `prints` also looks for print-like calls with debug-like text; `text_only` does without
    the parser; `sifted` says that the data are known to hold one of the `literals`. Never
    raises for any bytes. May take long, or end the process, where the parser does:
    `repo.workers` guards against both.
    """
    language = language_of(path, data[:200])
    if language is None or not (sifted or prints or may_hold(language, data) or data.startswith(UTF16)):
        return Scan()
    text, note = decode(data)
    if text is None:
        return Scan(note=note)
    severity: Severity = "warn" if path_class(path) != "source" or is_generated(_head(text)) else "block"
    code = only_code(text, language.tree.islands) if language.tree.islands else text
    if language.parser and not text_only and len(max(code.split("\n"), key=len)) > LONGEST_LINE:
        text_only, severity = True, "warn"
        note = f"a line of more than {LONGEST_LINE} characters: read as text, and warned of only"
    found, problem = _suspects(path, code, language, severity, prints=prints, text_only=text_only)
    allowances = _allowances(text, language) if ALLOW in text else ()
    printing = prints and _prints(code, language)
    return Scan(tuple(sorted(found, key=attrgetter("order"))), allowances, problem or note, printing)


def _head(text: str) -> bytes:
    return text[:4000].encode("utf-8", "replace")


def _suspects(
    path: str, text: str, language: Language, severity: Severity, *, prints: bool, text_only: bool
) -> tuple[list[Suspect], str]:
    if not language.parser or text_only:
        return _as_text(path, text, language, severity), ""
    from chrono_git.scan import structure

    source = structure.Source(path, text, language, severity)
    try:
        return list(structure.find(source, prints=prints)), ""
    except ImportError as error:
        problem = f"the parser cannot be loaded ({error}): read as text"
    except (RuntimeError, ValueError) as error:
        problem = f"the parser failed ({error}): read as text"
    except BaseException as error:
        # What the parser's own faults raise derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        problem = "the parser failed: read as text"
    return _as_text(path, text, language, severity), problem


def _as_text(path: str, text: str, language: Language, severity: Severity) -> list[Suspect]:
    from chrono_git.scan import plain

    return plain.find(path, text, language, severity)


def _allowances(text: str, language: Language) -> tuple[Allowance, ...]:
    return parse(text, comments_of(text, language), code_only(text, language.comments))


def _prints(text: str, language: Language) -> bool:
    return any(one.rule == "debug-print" and one.text.search(text) for one in language.markers)
