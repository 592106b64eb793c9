"""A commit message that is being written: what in it cannot be meant, and which claims nothing shows."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chrono_git.app.claims import complaint, meant
from chrono_git.app.discover import find_guides, guide_paths
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import ChronoError
from chrono_git.model import Claim, Guide, Item, ItemReport, Problem
from chrono_git.repo.chosen import Chosen
from chrono_git.repo.history import MARKDOWN
from chrono_git.repo.location import Location
from chrono_git.repo.snapshot import LIMIT
from chrono_git.repo.stream import Git
from chrono_git.trailers import Message, Scan, branch_guide, parse_message, scan
from chrono_git.trailers.message import PROBLEM_PATH
from chrono_git.trailers.place import comment_prefix, until_scissors
from chrono_git.trailers.values import known_guide

# A rebase melts these messages down (git-commit(1), --fixup); that of an `amend!` stays as it is.
_MELTING = ("fixup! ", "squash! ")
_REVERT = 'Revert "'
_GUIDE = "Chrono-Guide"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Known:
    """The guides of the index, the branch, and the guide of what no message gives one, None for none."""

    config: Config
    guides: tuple[Guide, ...]
    branch: str | None
    default: str | None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the guides."""
        return tuple(guide.id for guide in self.guides)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What cannot be meant, with its line in the message, and which claims nothing shows.

    `lenient` says what makes the message pass all the same, "" where nothing does; `is_empty`
    that nobody wrote anything to the guide that was suggested.
    """

    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    lenient: str = ""
    is_empty: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether there must be no commit with this message."""
        return bool(self.problems) and not self.lenient


def read_known(location: Location) -> Known:
    """Reads guides and configuration from the index that git names: it is what will be committed."""
    with Chosen(location.git(), (*MARKDOWN, PATH), None, limit=LIMIT) as snapshot:
        content = snapshot.read(PATH)
        config = parse_config(content, PATH) if isinstance(content, bytes) else Config()
        guides, _ = find_guides(snapshot, config)
        alone = len(guide_paths(snapshot, config)) == 1
    ids = [guide.id for guide in guides]
    branch = location.branch or _rebased(location.git_dir)
    named = branch_guide(branch, ids) if ids else None
    return Known(config, guides, branch, named or config.active or (ids[0] if alone and ids else None))


def _rebased(git_dir: str) -> str | None:
    """The branch that is being rebased: HEAD does not name it meanwhile (git's sequencer.c)."""
    for folder in ("rebase-merge", "rebase-apply"):
        try:
            name = Path(git_dir, folder, "head-name").read_text("utf-8", "surrogateescape")
        except OSError:
            continue
        return name.strip().removeprefix("refs/heads/")
    return None


def check_message(text: str, location: Location, *, doing: str = "", edited: bool = True) -> Verdict:
    """Judge a message for what the index holds; `doing` is what git is in the middle of, "" for nothing.

    Names that mean no item, no guide or several, misspelt keys and empty trailers are
    problems; claims that the evidence contradicts are remarks. What git cuts off is not looked
    at: the scissors and what is below, where it was `edited`.
    Raises ChronoError where the guides cannot be read.
    """
    text = until_scissors(text) if edited else text
    seen = scan(text)
    if not (seen.misspelt or seen.passed) and all(
        one.key == "Chrono-Learning" and one.value for one in seen.trailers
    ):
        return Verdict()
    if _is_bare(text, seen, location.git()):
        return Verdict(is_empty=True)
    known = read_known(location)
    message = parse_message(text, known.ids)
    lines = {f"{one.key}: {one.value}": one.line for one in reversed(seen.trailers)}
    problems, items = _read(message, seen, known, lines)
    lenient = _lenient(seen.subject, doing)
    if (problems and not lenient) or seen.subject.startswith(_MELTING):
        return Verdict(problems, (), lenient)
    return Verdict(problems, tuple(_contradicted(location, items)), lenient)


def _is_bare(text: str, seen: Scan, git: Git) -> bool:
    """Whether a message is nothing but `Chrono-Guide`, and what git takes for comments."""
    if not seen.subject.startswith(_GUIDE) or {one.key for one in seen.trailers} != {_GUIDE}:
        return False
    comment = comment_prefix(text, configured_comment(git))
    lines = (line for line in text.split("\n") if line.strip() and not line.startswith(comment))
    return all(line.startswith(_GUIDE) for line in lines)


def configured_comment(git: Git) -> str:
    """What git's configuration says of comments: the last word counts, under whichever of the two names."""
    pattern = r"^core\.comment(char|string)$"
    status, output, _ = git.try_run("config", "-z", "--get-regexp", pattern)
    last = output.removesuffix(b"\0").rpartition(b"\0")[2].partition(b"\n")[2]
    return "" if status else last.decode("utf-8", "surrogateescape")


def _lenient(subject: str, doing: str) -> str:
    """Why a message is not refused: git or an earlier commit wrote it, or it will not stay."""
    if doing:
        return doing
    if subject.startswith(_REVERT):
        return "a revert"
    return f"a `{subject.partition(' ')[0]}` commit" if subject.startswith(_MELTING) else ""


def _read(
    message: Message, seen: Scan, known: Known, lines: Mapping[str, int]
) -> tuple[tuple[Problem, ...], dict[str, dict[str, Item]]]:
    """What is wrong, each only once; and the items that are claimed, by the path of their guide and id."""
    problems = [*message.problems, *_unknown_guides(seen, known)]
    reported = {one.value.split()[0] for one in seen.trailers if one.key == _GUIDE and one.value}
    guides = {guide.id: guide for guide in known.guides}
    items: dict[str, dict[str, Item]] = {}
    for claim in message.claims:
        if claim.weak:
            continue
        name = claim.guide or known.default
        guide = guides.get(name) if name else None
        if guide is None:
            if name not in reported:
                problems.append(
                    Problem(PROBLEM_PATH, lines.get(claim.trailer), _guideless(claim, name, known))
                )
            continue
        item = meant(guide, claim.item)
        if item is None:
            text = f"`{claim.item[:60]}` {_itemless(claim, guide, known)}"
            problems.append(Problem(PROBLEM_PATH, lines.get(claim.trailer), text))
        elif claim.kind == "claim":
            items.setdefault(guide.path, {})[item.id] = item
    once = {one.message: one for one in reversed(problems)}
    return tuple(sorted(once.values(), key=lambda one: one.line or 0)), items


def _unknown_guides(seen: Scan, known: Known) -> Iterator[Problem]:
    for one in seen.trailers:
        if one.key != _GUIDE or len(one.value.split()) != 1 or "," in one.value:
            continue
        if not known.ids or known_guide(one.value, known.ids) is None:
            yield Problem(PROBLEM_PATH, one.line, _no_guide(one.value, known.ids))


def _no_guide(name: str, ids: Sequence[str]) -> str:
    if not ids:
        return f"no guide `{name[:60]}`: there is none in what is to be committed"
    near = [one for one in ids if name.casefold() in one.casefold()]
    near = near or difflib.get_close_matches(name, ids, _SHOWN, 0.4)
    return f"no guide `{name[:60]}`; {'nearest' if near else 'known'}: {_listed(near or ids)}"


def _guideless(claim: Claim, name: str | None, known: Known) -> str:
    if name is not None or not known.guides:
        return _no_guide(name, known.ids) if name else f"`{claim.item[:60]}` is of no guide: there is none"
    fit = [guide.id for guide in known.guides if meant(guide, claim.item)] or list(known.ids)
    return (
        f"`{claim.item[:60]}` is of no guide, and there are {len(known.ids)}: "
        f"add `Chrono-Guide: <id>`, or write `<id>/{claim.item[:60]}`; it may be one of {_listed(fit)}"
    )


def _itemless(claim: Claim, guide: Guide, known: Known) -> str:
    found = [one.id for one in known.guides if one is not guide and meant(one, claim.item)]
    if found:
        return f"{complaint(guide, claim.item)}; there is one in {_listed(found)}"
    return complaint(guide, claim.item, f"; `chrono-git report {guide.id}` lists them")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _contradicted(location: Location, items: Mapping[str, Mapping[str, Item]]) -> Iterator[str]:
    """What is said of the claimed items that the index does not show, or the guide does not want."""
    if not items:
        return
    from chrono_git.app.build import Builder
    from chrono_git.cache import open_cache
    from chrono_git.repo.snapshot import open_snapshot

    git = location.git()
    try:
        with open_snapshot(git, kind="index") as snapshot:
            store = open_cache(location.common_dir)
            report = Builder(git, location, snapshot, store).build([_as_name(path) for path in items], "")
    except ChronoError as problem:
        yield f"whether the claims hold was not looked at: {problem}"
        return
    for guide in report.guides:
        found = {one.item.id: one for one in guide.items}
        for name in items.get(guide.guide.path, ()):
            if name in found and (why := _against(found[name], guide.items)):
                yield f"{name} is claimed, but: {why}"


def _as_name(path: str) -> str:
    return path if "/" in path else f"./{path}"


def _against(one: ItemReport, everything: Sequence[ItemReport]) -> str:
    """What stands against a claim, "" where nothing does."""
    if one.item.skip is not None:
        return f"the guide skips it ({one.item.skip})"
    if one.observed not in ("open", "partial"):
        return ""
    below = [other.item.id for other in everything if other.item.parent == one.item.id and _is_undone(other)]
    said = [found.detail for found in one.evidence if found.result == "fail"]
    said += [f"not done: {_listed(below)}"] if below else []
    return "; ".join(said[:_SHOWN]) or "the repository does not show it"


def _is_undone(one: ItemReport) -> bool:
    return one.observed in ("open", "partial") and one.status != "skipped"
