"""What ranges of commits release notes are asked for: `A..B`, a tag, what is unreleased, all by tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from chrono_git.errors import RepositoryError
from chrono_git.repo.authored import Authored, authored
from chrono_git.repo.authors import committed
from chrono_git.repo.ranges import merge_base
from chrono_git.repo.snapshot import resolve
from chrono_git.repo.stream import Git
from chrono_git.repo.tags import Tag, find_tags, nearest_tag

UNRELEASED = "Unreleased"


@dataclass(frozen=True, slots=True)
class Span:
    """One range, under the name that it is told by: the `commits` of `tip` that come after `since`.

    `first` is the commit of `since`, None for the beginning, `base` the one whose state `tip`'s
    is compared with. `commits` are the newest first. `tag` is the tag at the tip, `time` when that
    was made or the tip was committed.
    """

    name: str
    tag: str | None
    since: str | None
    first: str | None
    base: str | None
    tip: str
    time: int
    commits: tuple[Authored, ...]


def one_span(
    git: Git,
    asked: str | None,
    globs: Collection[str] = (),
    paths: Sequence[str] = (),
    name: str | None = None,
) -> Span:
    """The range that is asked for: `A..B`, a tag (since the one before it), None for what is unreleased.

    `globs` say which tags are releases; `paths` which commits count; `name` is what the range will
    be called, and where that tag is made already, it is the tag's. Raises RepositoryError for what
    is neither, and for a `name` that is the tag of another commit.
    """
    if asked is None:
        tip = resolve(git, "HEAD")
        if name and _is_made(git, name, tip):
            return one_span(git, name, globs, paths)
        since = nearest_tag(git, tip, globs)
        first = resolve(git, f"refs/tags/{since}^{{commit}}") if since else None
        return _span(git, (name or UNRELEASED, name), (since, first), tip, paths)
    if ".." in asked:
        old, _, new = asked.partition("...") if "..." in asked else asked.partition("..")
        first, tip = resolve(git, old or "HEAD"), resolve(git, new or "HEAD")
        tag = new if _tag_named(git, new) else None
        return _span(git, (name or tag or asked, name or tag), (old or "HEAD", first), tip, paths)
    tags = find_tags(git)
    tag_at = next((tag for tag in tags if tag.name == asked.removeprefix("refs/tags/")), None)
    if tag_at is None:
        raise _no_tag(asked, tags)
    own = [tag.name for tag in tags if tag.commit == tag_at.commit]
    since = nearest_tag(git, tag_at.commit, globs, own)
    first = next((tag.commit for tag in tags if tag.name == since), None)
    return _span(
        git, (name or tag_at.name, tag_at.name), (since, first), tag_at.commit, paths, time=tag_at.time
    )


def all_spans(
    git: Git, globs: Collection[str] = (), paths: Sequence[str] = (), name: str | None = None
) -> tuple[Span, ...]:
    """The history of HEAD by release, the newest first, with what is unreleased on top, if anything is.

    Each commit belongs to the oldest tag that has it. `name` is what the unreleased will be called.
    """
    tip = resolve(git, "HEAD")
    if name:
        _is_made(git, name, tip)
    history = list(authored(git, tip))
    wanted = {one.oid for one in authored(git, tip, paths=paths)} if paths else None
    known = {one.oid for one in history}
    tags = _by_commit([tag for tag in find_tags(git, globs) if tag.commit in known], history)
    ends: list[Tag] = tags if tags and tags[-1].commit == tip else [*tags, Tag("", tip, 0)]
    holders = _holders(history, ends)
    held: list[list[Authored]] = [[] for _ in ends]
    for one in history:
        if wanted is None or one.oid in wanted:
            held[_lowest(holders[one.oid])].append(one)
    spans: list[Span] = []
    for end, before, commits in zip(ends, _before(ends, holders), held, strict=True):
        since, first = (before.name, before.commit) if before else (None, None)
        tag, time = end.name or name, end.time or committed(git, [tip])[tip]
        spans.append(Span(tag or UNRELEASED, tag, since, first, first, end.commit, time, tuple(commits)))
    if tags and not ends[-1].name and not spans[-1].commits:
        spans.pop()
    return tuple(reversed(spans))


def _span(
    git: Git,
    names: tuple[str, str | None],
    since: tuple[str | None, str | None],
    tip: str,
    paths: Sequence[str],
    *,
    time: int | None = None,
) -> Span:
    first = since[1]
    commits = tuple(authored(git, tip, first, paths))
    base = first
    # What leads from the tip to one of its ancestors ends in a child of it: git would walk once more.
    if first and not any(first in one.parents for one in commits):
        base = merge_base(git, first, tip)
    when = committed(git, [tip])[tip] if time is None else time
    return Span(*names, *since, base, tip, when, commits)


def _tag_named(git: Git, name: str) -> bool:
    return bool(name) and git.try_run("show-ref", "--verify", "--quiet", "--", f"refs/tags/{name}")[0] == 0


def _is_made(git: Git, name: str, tip: str) -> bool:
    """Whether the tag of a release is there already. Raises RepositoryError where it is not at the tip."""
    if not _tag_named(git, name):
        return False
    commit = resolve(git, f"refs/tags/{name}^{{commit}}")
    if commit != tip:
        raise RepositoryError(
            f"there is a tag {name} already, of the commit {commit[:12]}",
            hint=f"`chrono-git notes {name}` tells of it; `--tag` names a release that is yet to be tagged",
        )
    return True


def _no_tag(asked: str, tags: Sequence[Tag]) -> RepositoryError:
    near = get_close_matches(asked, [tag.name for tag in tags], 3)
    return RepositoryError(
        f"{asked!r} is no tag, and no range of commits",
        hint=f"did you mean {', '.join(near)}?"
        if near
        else "write A..B, such as v1.0..HEAD, or --unreleased",
    )


def _by_commit(tags: Sequence[Tag], history: Sequence[Authored]) -> list[Tag]:
    """One tag for each commit, ancestors first."""
    place = {one.oid: number for number, one in enumerate(history)}  # in topological order, newest first
    newest: dict[str, Tag] = {}
    for tag in tags:
        newest[tag.commit] = tag
    return sorted(newest.values(), key=lambda tag: -place[tag.commit])


def _holders(history: Sequence[Authored], ends: Sequence[Tag]) -> dict[str, int]:
    """For each commit the ends whose history holds it: bit N is the end N. A set for each would be slow."""
    holders = {end.commit: 1 << number for number, end in enumerate(ends)}
    for one in history:
        mine = holders[one.oid]
        for parent in one.parents:
            holders[parent] = holders.get(parent, 0) | mine
    return holders


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _before(ends: Sequence[Tag], holders: Mapping[str, int]) -> list[Tag | None]:
    """For each end the nearest in its history: that with the fewest commits between."""
    sizes = [0] * len(ends)
    for bits, count in Counter(holders.values()).items():
        left = bits
        while left:
            sizes[_lowest(left)] += count
            left &= left - 1
    found: list[Tag | None] = []
    for number in range(len(ends)):
        inside = [n for n in range(number) if holders[ends[n].commit] >> number & 1]
        nearest = max(inside, key=lambda n: (sizes[n], ends[n].time), default=None)
        found.append(None if nearest is None else ends[nearest])
    return found
