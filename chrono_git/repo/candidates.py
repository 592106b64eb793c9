"""Which files hold any of many fixed strings, by `git grep`, which searches on all cores."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from chrono_git.repo.environment import failure
from chrono_git.repo.stream import Child, Git

# `-a`: what attributes call binary is no place to hide. The patterns of other languages'
# regular expressions, threads, submodules and so on are the person's own settings, overruled here.
_GREP = ("--no-literal-pathspecs", "grep", "-lzaF", "--no-textconv", "--no-recurse-submodules", "--no-color")
_NOTHING_FOUND = 1
_SPECIAL = frozenset("*?[\\")


class Incomplete(Exception):
    """git could not read all files; `errors` is what it said. Every file has to be read to know which."""


def holding(
    git: Git,
    literals: Collection[bytes],
    *,
    extensions: Collection[str],
    tree: str | None = None,
    cached: bool = False,
    words: bool = False,
    folders: Sequence[str] = (),
) -> Iterator[str]:
    """Yields the paths of the files with one of the `extensions` that hold any of the literals.

    They are those of the commit or tree `tree`, else the tracked ones as they are in the work
    tree (in the index, if it is `cached`); `folders` are those to stay in. `words`: the
    literals must be whole words. git starts at once. Links and submodules are not followed.
    Raises Incomplete at the end, after what was found.
    """
    patterns = [word for literal in literals for word in (b"-e", literal)]
    options = ["--cached"] * cached + ["--word-regexp"] * words
    where = [*([tree] if tree else ()), "--", *_pathspecs(extensions, folders)]
    command: list[str | bytes] = [*_GREP, *options, *patterns, *where]
    return _paths(git.start(command), command, len(tree) + 1 if tree else 0)


def _paths(child: Child, command: Sequence[str | bytes], prefix: int) -> Iterator[str]:
    try:
        rest = b""
        for chunk in child.stream(b""):
            *found, rest = (rest + chunk).split(b"\0")
            for path in found:
                yield path[prefix:].decode("utf-8", "surrogateescape")
        status, errors = child.finish(), bytes(child.errors)
        if any(line.startswith((b"error:", b"fatal:")) for line in errors.splitlines()):
            raise Incomplete(errors.decode("utf-8", "replace"))
        if status not in (0, _NOTHING_FOUND):
            raise failure(command, status, errors)
    finally:
        child.close()


def _pathspecs(extensions: Collection[str], folders: Sequence[str]) -> Iterator[str]:
    # Without `glob`, a star matches slashes too: gitglossary(7), "pathspec".
    for folder in folders or ("",):
        escaped = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in folder)
        for extension in extensions:
            yield f":(icase){escaped}{'/' if folder else ''}*.{extension}"
