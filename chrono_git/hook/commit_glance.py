"""Tells at a glance that a commit moves nothing: by a plan that says what it would have to touch."""

from __future__ import annotations

from chrono_git.repo.messages import trailer_lines
from chrono_git.repo.remembered import keep, recall, stamp
from chrono_git.repo.stream import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MOST_KEPT = 16  # commits at which one plan holds
_LARGEST = 4 << 20  # bytes of a patch from which on it takes no glance any more
_SHORT = 3
_MARKDOWN = (b".md", b".markdown", b".mdx")
_SHELLS = (b".sh", b".bash", b".zsh", b".fish")
_DOCUMENTS = (
    "readme", "changelog", "changes", "history", "architect", "api", "workflow", ".gitlab-ci", ".circleci",
    "azure-pipelines", "jenkinsfile", "implementation",
)  # fmt: skip
# The whole files, with what was removed: a few lines of context would not show what stands together.
_LOG = (
    "log", "-1", "--no-decorate", "--no-notes", "--no-renames", "--raw", "-p", "-z", "--no-abbrev", "--root",
    "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules", "-U1000000",
    "--format=%H %P%x00%B%x00",
)  # fmt: skip


def moves_nothing(workshop: str) -> bool:
    """Whether HEAD, compared with its only parent, surely moves no item and teaches nothing.

    `workshop` is chrono-git's folder in the git directory. False where it has to be looked at.
    """
    plan = recall(f"{workshop}/plan")
    if plan is None or plan["always"] or plan["stamp"] != stamp():
        return False
    raw = Git(".").run(*_LOG, "HEAD")
    header, _, rest = raw.partition(b"\0")
    message, _, rest = rest.partition(b"\0")
    oid, *parents = header.decode().split()
    if len(parents) != 1 or parents[0] not in plan["commits"] or len(raw) > _LARGEST:
        return False
    if _may_claim(message) or _touches(plan, rest):
        return False
    if oid not in plan["commits"]:
        plan["commits"] = [*plan["commits"][1 - _MOST_KEPT :], oid]
        keep(f"{workshop}/plan", plan)
    return True


def _may_claim(message: bytes) -> bool:
    """Whether the message holds a trailer of ours, a misspelt one perhaps, or takes a commit back."""
    if b"reverts " in message.lower():
        return True
    # `CHRONO-003: …` is a subject; the name of a trailer goes on with a letter.
    return any(line[7:8].isalpha() for line in trailer_lines(message))


def _touches(plan: dict[str, Any], output: bytes) -> bool:
    """Whether something in a log's output, from its raw part on, is named by the plan."""
    raw, _, patches = output.lstrip(b"\n\0").partition(b"\0\0")
    records = raw.split(b"\0")
    paths = records[1::2]
    for meta, path in zip(records[::2], paths, strict=False):
        if _is_watched(plan, meta, path):
            return True
    needed, texts = plan["items"], plan["texts"]
    if not needed and not texts:
        return False
    for name, text in _files(patches):
        seen = f"{name}\n{text}"
        if any(one in seen for one in texts):
            return True
        if any(_holds(terms, seen, count) for count, terms in needed):
            return True
    return False


def _is_watched(plan: dict[str, Any], meta: bytes, path: bytes) -> bool:
    """Whether a changed path alone, with its raw record, may matter."""
    name = path.decode("utf-8", "surrogateescape")
    low = name.lower()
    fields = meta.split(b" ")
    if name in plan["guides"]:
        return True
    # A new list may be a guide, and one that is gone may have been.
    if path.lower().endswith(_MARKDOWN) and fields[-1] != b"M":
        return True
    if plan["modes"] and (fields[1] == b"100755" or path.lower().endswith(_SHELLS)):
        return True
    if plan["documents"] and any(word in low for word in _DOCUMENTS):
        return True
    spaced = "".join(letter if letter.isalnum() else " " for letter in low)
    plain, words = spaced.replace(" ", ""), spaced.split()
    # Of a short name only a whole word tells: `a.py` is in everything.
    return any(one in (plain if len(one) > _SHORT else words) for one in plan["names"])


def _files(patches: bytes) -> Iterator[tuple[str, str]]:
    """The path and the content of each file of a patch, in lower case."""
    for section in (b"\n" + patches).split(b"\ndiff --git ")[1:]:
        head, _, text = section.partition(b"\n")
        yield head.decode("utf-8", "replace").lower(), text.decode("utf-8", "replace").lower()


def _holds(terms: tuple[str, ...], text: str, count: int) -> bool:
    for term in terms:
        if term in text:
            count -= 1
            if not count:
                return True
    return False
