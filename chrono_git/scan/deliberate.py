"""What makes a stub deliberate: abstract members, defaults to be overridden, types that exist to refuse."""

from __future__ import annotations

import re

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language
from chrono_git.scan.messages import says_deliberate
from chrono_git.scan.names import bearer, own_name, receiver
from chrono_git.scan.nodes import (
    end_of,
    function_around,
    is_class,
    is_comment,
    is_function,
    prelude,
    start_of,
    whole_body,
)
from chrono_git.scan.purposes import refuses
from chrono_git.scan.result import Excuse

_FUNCTION = re.compile(
    r"@(?:abc\.)?abstract|@(?:virtual|interface)\b|@(?:typing\.)?overload\b|(?i:\babstract\b|\bsub-?class|\bderived\s+class|\bimplementors?\b"
    r"|(?<!@)\boverrid(?:e|den|able|ing)\b"
    r"|\bmust\s+(?:be\s+)?implement|\bshould\s+be\s+implemented\b|\b(?:needs?|has|have)\s+to\s+be\s+implemented\s+(?:by|in)\b"
    r"|\bdefault\s+implementation\b|(?:\bnot|n['’]t)\s+support|\bno longer supported\b|\bnot allowed\b|\bunsupported\b|\bintentionally\b|\bdeliberately\b|\bon purpose\b|\bdeprecated\b"
    r"|\b(?:never|not)\s+(?:meant|supposed|intended|expected)\s+to\s+be\b|\b(?:is|are|should)\s+never\s+(?:be\s+)?(?:called|used)\b|\binterface\s+compat"
    r"|\b(?:required|demanded|needed)\s+by\s+(?:the\s+)?\w*\s?interface\b|\bto\s+satisfy\s+(?:the\s+)?\w*\s?interface\b)"
)
# In a function's head `override` says that the member fills a place, not that it has one; in a comment it may.
_OVERRIDES = re.compile(r"^((?:(?!//|/\*|#|--).)*?)\boverride\b", re.MULTILINE)
_OWNER_DOC = re.compile(
    r"(?i:\babstract\b|\bbase[- ]class|\bsub-?class|\bmust\s+(?:be\s+)?(?:overridden|implement)|\bshould\s+be\s+(?:overridden|inherited|extended)"
    r"|\b(?:inherit|derive)\s+from\s+this|\bmix-?in\b|\binterface\s+(?:for|that|to|of)\b|@(?:interface|virtual|deprecated)\b)"
)
_OWNER_HEAD = re.compile(
    r"\babstract\b|\binterface\b|\btrait\b|\bprotocol\b|\bABC\b|\bABCMeta\b|\bProtocol\b"
    r"|\b(?:class|struct|object|module|impl|type|contract|actor)\s+(?:\w*(?:Abstract|Interface|Mixin|Protocol|Mock|Fake|Stub|Dummy|No[oO]p|Unsupported|Unimplemented|NotImplemented|Placeholder)"
    r"|(?:Abstract|Mock|Fake|Stub|Dummy|No[oO]p|Null|Unsupported|Unimplemented|NotImplemented)(?=[A-Z_])\w*)\b"
)
_RECEIVER = re.compile(
    r"(?:^|_|(?<=[a-z0-9])(?=[A-Z]))(?i:mock|fake|stub|dummy|no_?op|unimplemented|unsupported|panic|panicking|nil|null"
    r"|abstract|base|notimplemented)(?:$|_|(?=[A-Z0-9]))"
)
_TEST = re.compile(
    r"\bcfg\((?:all\(|any\()?test\b|#\[(?:\w+::)*(?:test|rstest|test_case|bench|proptest)\b|@Test\b|\[(?:Fact|Test|Theory)\b"
)
_TEST_NAME = re.compile(r"\w(?:Tests?|Specs?|TestCase|TestSuite)$")
_BOUND = re.compile(
    r"(?<![\w.])(?:private|fileprivate|static|@staticmethod|@JvmStatic)(?![\w.])|(?:^|\s)#\w+$"
)
_PLACE = re.compile(r"^module$|namespace|mod_item|package")
_OTHER_PLATFORM = re.compile(r"\bcfg\(not\((?!test\b)")
_ABSTRACT_PATH = re.compile(
    r"(?:^|/)[Aa]bstract(?:/|[_.-]|(?=[A-Z]))|[_-]abstract\.\w+$|(?:^|/)[Ii]nterfaces?\.\w+$"
)
_FAR = 20_000  # characters
_HEAD = 4000  # characters: what says why stands at the beginning
_DOCSTRING = re.compile(r"\s*[rRuU]?(\"\"\".*?\"\"\"|'''.*?'''|\"[^\"\n]*\"|'[^'\n]*')", re.DOTALL)


def is_abstract_path(path: str) -> bool:
    """Whether a file or its folder is called abstract or interface: what stands in it waits to be filled in."""
    return bool(_ABSTRACT_PATH.search(path))


def is_deliberate(text: str, language: Language, way: Way, at: int) -> bool:
    """Whether what stands around the marker at `at` says that it is meant to stay."""
    marker = way[at]
    line_end = text.find("\n", end_of(marker))
    tail = text[end_of(marker) : line_end if line_end >= 0 else len(text)]
    above = prelude(text, start_of(marker)).rpartition("\n")[0]
    if _FUNCTION.search(tail) or says_deliberate(tail) or _FUNCTION.search(above):
        return True
    # What stands in a function before a marker that is all of it is about the marker; so is an admitting comment.
    until = end_of(marker) if is_comment(marker) else start_of(marker)
    whole = at if is_comment(marker) else whole_body(way, at, language)
    bound = inner = False  # to its class, as it is private or static; seen the innermost class
    for place in range(at - 1, -1, -1):
        node = way[place]
        if is_function(node, language):
            if _is_meant(text, language, way, place, until if whole is not None else 0):
                return True
            whole = None
            bound = bound or (not inner and _is_bound(text, way, place))
        elif is_class(node, language):
            if _is_meant_owner(text, language, way, place, members=not (bound or inner)):
                return True
            # A class within a trait or an abstract class is one of its own; a module is only a place.
            inner = inner or not _PLACE.search(node.kind())
    return _is_mixed_in(text, language, way, at) or refuses(way, at, language)


def _is_mixed_in(text: str, language: Language, way: Way, at: int) -> bool:
    """Whether the innermost class around the marker's function is one that others take methods from."""
    if language.exempt.mixin is None:
        return False
    function = None
    for place in range(at - 1, -1, -1):
        if function is None and is_function(way[place], language):
            function = start_of(way[place])
        elif function is not None and is_class(way[place], language):
            heads = (line_at(text, start_of(way[place])), line_at(text, function))
            return bool(language.exempt.mixin.match("\n".join(heads)))
    return False


def line_at(text: str, start: int) -> str:
    """The text from a place to the end of its line."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def is_captured(text: str, language: Language, way: Way) -> bool:
    """Whether the function around the end of the way keeps the output of a debugging aid for itself."""
    at = function_around(way, len(way) - 1, language)
    captured = language.exempt.captured
    end = start_of(way[-1])
    start = max(start_of(way[at]) if at is not None else 0, end - _FAR)
    return captured is not None and bool(captured.search(text, start, end))


def _head_end(way: Way, place: int) -> int:
    """Where the head of the function at `place` ends."""
    body = way[place].field("body")
    return start_of(body if body is not None else way[place + 1])


def is_test_code(text: str, language: Language, way: Way) -> bool:
    """Whether the innermost place of the way stands in a test among the code."""
    return any(
        node.kind() == "test_declaration"
        or (
            (is_class(node, language) or is_function(node, language))
            and _TEST.search(_whole_head(text, way, place))
        )
        for place, node in enumerate(way[:-1])
    )


def is_in_test_class(language: Language, way: Way) -> bool:
    """Whether a class around the place is a test by its name."""
    return any(
        is_class(node, language) and _TEST_NAME.search(own_name(way, place)) for place, node in enumerate(way)
    )


def _whole_head(text: str, way: Way, place: int) -> str:
    """What stands above the function or class at `place`, and its head."""
    start = start_of(way[place])
    return prelude(text, start) + text[start : _head_end(way, place)]


def _is_meant(text: str, language: Language, way: Way, place: int, until: int) -> bool:
    """Whether the function at `place` is meant so, by its head, and by what stands in it before `until`."""
    start, end = start_of(bearer(way[place])), _head_end(way, place)
    above, head = prelude(text, start), text[start : min(end, start + _HEAD)]
    bare = _OVERRIDES.sub(r"\1", head) + text[end : min(until, end + _HEAD)]
    own = language.exempt.function
    owner = receiver(way[place])
    return bool(
        _FUNCTION.search(above + bare)
        or _OTHER_PLATFORM.search(above)
        or (own and own.search(above + head))
        or (owner and _RECEIVER.search(owner))
    )


def _is_bound(text: str, way: Way, place: int) -> bool:
    """Whether a member is private or static, so that nobody can override it."""
    start = start_of(bearer(way[place]))
    above = "\n".join(line for line in prelude(text, start).split("\n") if line.lstrip().startswith("@"))
    return bool(_BOUND.search(f"{above}\n{line_at(text, start).partition('(')[0]}"))


def _is_meant_owner(text: str, language: Language, way: Way, place: int, *, members: bool) -> bool:
    """Whether the class at `place` says that its members wait for others; `members`: this one may be one of them."""
    start = start_of(way[place])
    body = way[place + 1] if place + 1 < len(way) else way[place]
    above = prelude(text, start)
    head = text[start : start_of(body)]
    documentation = _DOCSTRING.match(text, start_of(body), start_of(body) + 4000)
    own = language.exempt.owner
    if _OTHER_PLATFORM.search(above) or not members:
        return bool(_OTHER_PLATFORM.search(above))
    return bool(
        _OWNER_HEAD.search(head)
        or (own and own.search(above + head))
        or _OWNER_DOC.search(above)
        or (documentation and _OWNER_DOC.search(documentation[1]))
    )


def overridden(way: Way, at: int, language: Language) -> Excuse | None:
    """The excuse of a method that classes elsewhere may override."""
    if not language.exempt.derives:
        return None
    function = None
    for place in range(at - 1, -1, -1):
        if function is None and is_function(way[place], language):
            function = own_name(way, place) or None
            if function and "::" in function:
                owner, _, name = function.rpartition("::")
                return Excuse("overridden", owner.split("<")[0].rpartition("::")[2], name)
        elif is_class(way[place], language) and "namespace" not in way[place].kind():
            owner = own_name(way, place)
            return Excuse("overridden", owner, function) if owner and function else None
    return None
