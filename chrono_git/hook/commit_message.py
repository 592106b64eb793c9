"""commit-msg: refuses a message that claims what cannot be meant, and names claims that nothing shows."""

from __future__ import annotations

import os

from chrono_git.hook.lean import load_site, tell, under_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chrono_git.app.message import Verdict
    from chrono_git.repo.stream import Git

# The keys in small letters (a test holds them to those of chrono_git.trailers, which is slow to
# load), and the likeness from which on that takes another word for a misspelt one.
_KEYS = ("chrono-step", "chrono-guide", "chrono-skip", "chrono-reopen", "chrono-learning")
_LIKENESS = 0.85
_LONGEST = 20
_SQUASHED = b"Squashed commit of the following:"
_REJECTED = "REJECTED_MSG"
_MOST_REJECTED = 10


def run(arguments: Sequence[str]) -> int:
    """Checks the message in the file that git names: 1 where there must be no commit with it, else 0."""
    if not arguments:
        return 0
    with open(arguments[0], "rb") as file:
        raw = file.read()
    if not may_claim(raw):
        return 0
    load_site()
    from chrono_git.app.message import check_message
    from chrono_git.repo.location import locate
    from chrono_git.repo.messages import text

    location = locate()
    doing = under_way(location.git_dir)
    # git-commit sets it so where it starts no editor; then it keeps scissors and comments (builtin/commit.c).
    edited = os.environ.get("GIT_EDITOR") != ":"
    verdict = check_message(text(raw), location, doing="" if doing == "a bisect" else doing, edited=edited)
    if verdict.is_empty:
        tell("chrono-git: no commit: there is nothing in the message but its guide.")
        return 1
    if verdict.is_refused:
        if edited:
            raw = _written(raw, location.git())
        _refuse(verdict, raw, location.git_dir, arguments[0])
        return 1
    tell(_remarks(verdict))
    return 0


def may_claim(message: bytes) -> bool:
    """Whether a line of a message may be one of ours, or was meant to be: all others cost nothing."""
    small = b"\n" + message.lower()
    if b"\nchrono-" in small:
        return True
    indents = (b"", b"    ") if _SQUASHED in message else (b"",)
    starts = [b"\n" + indent + letters for indent in indents for letters in (b"ch", b"cr")]
    return any(_is_near(line) for start in starts for line in _lines(small, start))


def _lines(small: bytes, start: bytes) -> Iterator[bytes]:
    at = small.find(start)
    while at >= 0:
        end = small.find(b"\n", at + 1)
        yield small[at + 1 : end if end >= 0 else len(small)].strip()
        at = small.find(start, at + len(start))


def _is_near(line: bytes) -> bool:
    """Whether what stands before a colon is about as like one of the keys as a misspelt one is.

    It counts letters, wherever they stand: difflib's own first look (`quick_ratio`).
    """
    word, colon, _ = line.partition(b":")
    key = word.rstrip().replace(b"_", b"-").decode("latin-1")
    if key.startswith("chrono-"):
        return True
    if not colon or len(key) > _LONGEST:
        return False
    return any(2 * _common(key, one) >= _LIKENESS * (len(key) + len(one)) for one in _KEYS)


def _common(one: str, other: str) -> int:
    return sum(min(one.count(letter), other.count(letter)) for letter in frozenset(one))


def _refuse(verdict: Verdict, raw: bytes, git_dir: str, file: str) -> None:
    """Says what is wrong and where the message lies: git keeps it only until the next commit."""
    from shlex import quote

    from chrono_git.errors import ChronoError

    tell("chrono-git: this message says what cannot be meant:")
    tell(_named(verdict))
    try:
        kept = _keep(raw, git_dir)
    except (OSError, ChronoError) as problem:
        tell(f"hint: the message lies in {file}, but only until the next commit: {problem}")
        return
    tell(
        [
            f"The message is not lost: it lies in {kept}",
            f"hint: correct it and commit again with: git commit -e -F {quote(kept)}",
            "hint: add what else you gave to git commit, such as -a, --amend or paths.",
        ]
    )


def _named(verdict: Verdict) -> list[str]:
    return [
        f"  line {one.line}: {one.message}" if one.line else f"  {one.message}" for one in verdict.problems
    ]


def _remarks(verdict: Verdict) -> list[str]:
    told = [f"chrono-git: {one}" for one in verdict.remarks]
    if verdict.problems:
        told += [f"chrono-git: let through, as this is {verdict.lenient}:", *_named(verdict)]
    return told


def _written(raw: bytes, git: Git) -> bytes:
    """The message without what git itself wrote below it for the editor."""
    from chrono_git.app.message import configured_comment
    from chrono_git.trailers.place import comment_prefix, without_template

    text = raw.decode("utf-8", "surrogateescape")
    text = without_template(text, comment_prefix(text, configured_comment(git)))
    return text.encode("utf-8", "surrogateescape")


def _keep(raw: bytes, git_dir: str) -> str:
    """Writes the message beside those that were refused earlier; the oldest goes where there are too many."""
    from chrono_git.files import write_file

    folder = f"{git_dir}/chrono-git"
    os.makedirs(folder, exist_ok=True)
    paths = [f"{folder}/{_REJECTED}{f'.{number}' if number else ''}" for number in range(_MOST_REJECTED)]
    path = next((one for one in paths if not os.path.lexists(one)), "") or min(paths, key=_written_at)
    write_file(path, raw)
    return path


def _written_at(path: str) -> int:
    return os.lstat(path).st_mtime_ns
