"""Fixed strings to look for first: a file that holds none of them has no stub and no debugging aid."""

from __future__ import annotations

from functools import cache

from chrono_git.scan.language import Language, languages

ALLOW = "chrono-git: allow"
# What messages and comments say in all languages; `messages` and `admitted` look closer.
_WORDS = (
    "ot implemented", "ot Implemented", "OT IMPLEMENTED", "ot-implemented", "ot_implemented", "ot yet implemented",
    "ot Yet Implemented", "ot been implemented", "ot been yet implemented", "ot fully implemented", "nimplemented", "NIMPLEMENTED",
    "lease implement", "lease Implement", '"Please ', "'Please ", "eed to implement", "eed to be implement", "eeds to be implement", "ave to implement", "ust implement", "o be implemented", '"Implement', "'Implement", "`Implement",
    '"implement', "'implement", "`implement", "mplement me", "mplement this", "mplementation missing", "mplementation is missing",
    "mplementation pending", "mplementation needed", "mplementation goes", "emove this line", "emove this statement", "emove this code",
    "emove this exception", "emove this throw", "elete this line", "elete this statement", "elete this code", "elete this exception", "eplace this line",
    "eplace this statement", "eplace this code", "rite your own", "our code ", "our implementation ", "our solution ", " is missing",
    '"TODO', "'TODO", "`TODO", ' TODO"', " TODO'", '"todo', "'todo", '"Todo', "'Todo", '"FIXME', "'FIXME", "'FIXME", '"TBD', "'TBD", '"WIP', "'WIP", '"NYI', "'NYI", "ot supported yet", '"stub', "'stub", '"Stub', "'Stub", '"coming soon', "'coming soon", '"Coming soon', "'Coming soon",
)  # fmt: skip
_ADMITTED = (
    "ODO: implement", "ODO: Implement", "ODO implement", "ODO Implement", "odo: implement", "odo: Implement", "IXME: implement", "IXME: Implement", "IXME implement",
    "): implement", "): Implement", ") implement", ") Implement", "ODO - implement", "ODO - Implement", "ODO: finish", "ODO: complete", "ODO: fill", "ODO: write", "ODO: Write", "ODO: needs to", "ODO: need to", "ODO: must", "ODO: should",
    "laceholder implementation", "laceholder for now", "laceholder until", "laceholder code", "laceholder function", "laceholder method", "laceholder\n", "laceholder.", "laceholder *", "laceholder!", "laceholder -", "uto-generated method", "uto-generated constructor",
    "n a real ", "n a full ", "n the real ", "n an actual ", "n the actual ", "n production ", "n a production ", "n a complete ", "tub implementation", "tub for now", "tub out", "tub until", "tubbed ", "would be implemented here",
)  # fmt: skip


@cache
def all_literals() -> tuple[bytes, ...]:
    """The strings of all languages, for asking git which files to look at; none spans a line."""
    found = {literal for language in languages() for literal in language.literals}
    words = {word for word in (*_WORDS, *_ADMITTED) if "\n" not in word}
    return tuple(sorted(literal.encode() for literal in found | words | {ALLOW}))


@cache
def _of(language: Language) -> tuple[bytes, ...]:
    words = {
        *_WORDS,
        *language.literals,
        ALLOW,
        *(_ADMITTED if language.tree.empty or language.text.get("nothing") else ()),
    }
    return tuple(sorted(word.encode() for word in words))


def may_hold(language: Language, data: bytes) -> bool:
    """Whether there is any use in looking closer at a file of this language."""
    return any(literal in data for literal in _of(language))
