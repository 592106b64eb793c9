"""The commits of a range with those who made them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chrono_git.repo.messages import text
from chrono_git.repo.stream import Git
from chrono_git.trailers import parse_message

_CO_AUTHOR = b"o-authored-by"
_AUTHOR_LINE = b"\nAuthor: "  # in the message of a `git merge --squash`


@dataclass(frozen=True, slots=True)
class Authored:
    """A commit; `author` is `Name <email>` as the mailmap has it, `co_authors` are as written."""

    oid: str
    parents: tuple[str, ...]
    author: str
    co_authors: tuple[str, ...] = ()


def authored(git: Git, new: str, old: str | None = None, paths: Sequence[str] = ()) -> Iterator[Authored]:
    """Yields the commits of `new` that are not in `old` (None for all), newest first.

    `paths` are literal files or folders: only commits that changed something there.
    """
    revisions = [new] if old is None else [new, f"^{old}"]
    options = ["--no-decorate", "--no-notes", "--topo-order", "-z"] + ["--full-history"] * bool(paths)
    form = "--format=%H%x00%P%x00%aN <%aE>%x00%B"
    tokens = git.lines("log", *options, form, "--end-of-options", *revisions, "--", *paths)
    for oid, parents, author, message in zip(tokens, tokens, tokens, tokens, strict=False):
        told = _CO_AUTHOR in message.lower() or _AUTHOR_LINE in message
        yield Authored(
            oid.decode("ascii"),
            tuple(parents.decode("ascii").split()),
            author.decode("utf-8", "replace"),
            parse_message(text(message)).co_authors if told else (),
        )
