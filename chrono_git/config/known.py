"""The keys of the configuration, and what each must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from chrono_git.model import Dialect

SCHEMA = "chrono-git/config/1"

Policy = Literal["always", "claimed"]
PushPolicy = Literal["new", "claimed", "all", "off"]
_Check = Callable[[Any], str]  # returns what was expected, "" where the value will do


def is_text(value: Any) -> bool:
    """Whether it is a string with something in it."""
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return "" if is_text(value) else "a string with something in it"


def _texts(value: Any) -> str:
    good = isinstance(value, list) and all(map(is_text, value))
    return "" if good else "a list of strings"


def _text_or_texts(value: Any) -> str:
    good = is_text(value) or (isinstance(value, list) and value and all(map(is_text, value)))
    return "" if good else "a string or a list of strings"


def _schema(value: Any) -> str:
    return "" if value == SCHEMA else f'"{SCHEMA}"'


def _dialect(value: Any) -> str:
    names = get_args(Dialect)
    return "" if value in names else "one of " + ", ".join(names)


def _policy(value: Any) -> str:
    names = get_args(Policy)
    return "" if value in names else "one of " + ", ".join(names)


def _push_policy(value: Any) -> str:
    names = get_args(PushPolicy)
    return "" if value in names else "one of " + ", ".join(names)


def _forge(value: Any) -> str:
    from chrono_git.notes.forge import ForgeKind

    names = get_args(ForgeKind)
    return "" if value in names else "one of " + ", ".join(names)


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "true or false"


def _seconds(value: Any) -> str:
    # A timer takes neither infinity nor what no clock will ever show, and no push waits for an hour.
    return "" if _is_number(value) and 1 <= value <= 3600 else "a number of seconds from 1 to 3600"


def _port(value: Any) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536
    return "" if good else "a whole number from 1 to 65535"


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0"


def _inside(value: Any) -> str:
    # The hooks write there: what lies in a git directory may be run.
    good = is_text(value) and not value.startswith("/") and not any(map(_is_control, value))
    good = good and not {"..", ".git"} & set(value.lower().split("/"))
    return "" if good else "the path of a file in the repository, relative to its top"


def _verb(value: Any) -> str:
    from chrono_git.intent.verbs import VERBS

    return "" if isinstance(value, str) and value in VERBS else "one of " + ", ".join(sorted(VERBS))


def _percentage(value: Any) -> str:
    return "" if _is_number(value) and 0 <= value <= 100 else "a number from 0 to 100"


def _bytes(value: Any) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return "" if good else "a whole number of bytes above 0"


KNOWN: Mapping[str, Any] = {
    "schema": _schema,
    "guides": {"include": _texts, "exclude": _texts, "active": _text},
    "dialects": {"*": _dialect},
    "report": {"fail_under": _percentage},
    "items": {
        "*": {
            "path": _text_or_texts,
            "test": _text_or_texts,
            "symbol": _text_or_texts,
            "verb": _verb,
            "skip": _text,
        }
    },
    "check": {"exclude": _texts, "policy": _policy},
    "hooks": {
        "fold": _yes_or_no,
        "tick": _yes_or_no,
        "learnings": _yes_or_no,
        "suggest_guide": _yes_or_no,
    },
    "log": {"path": _inside},
    "learnings": {"headings": _texts},
    "notes": {"tags": _text_or_texts, "paths": _texts, "template": _inside, "forge": _forge},
    "push": {"policy": _push_policy, "branches": {"*": _push_policy}, "seconds": _seconds},
    "doctor": {"ports": {"*": _port}},
    "limits": {"file_bytes": _bytes},
}
