"""Release notes as Markdown: what became done, what was learnt, and by whom.

`chrono_git/templates/notes.md.jinja` says the same as a template; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.notes.forge import Forge
from chrono_git.notes.release import Contributor, Done, GuideNotes, Notes, Release, Taught
from chrono_git.render import inline, noted
from chrono_git.render.words import MARK_WORDS

_DEEPEST = 6  # of Markdown's headings


def notes_markdown(notes: Notes) -> str:
    """Returns the sections of all releases, the newest first, as they stand in the notes."""
    sections = [release_markdown(release, notes.forge) for release in notes.releases]
    return "\n".join(sections) or noted.NO_RELEASE + "\n"


def release_markdown(release: Release, forge: Forge | None, level: int = 2) -> str:
    """Returns one release as a section: its heading of this level first, a line end last.

    The same release gives the same bytes, so that a section can be found again and replaced.
    """
    return "\n\n".join(_release(release, forge, level)) + "\n"


def _release(release: Release, forge: Forge | None, level: int) -> Iterator[str]:
    date = noted.day(release.time) if release.tag else ""
    yield f"{_hashes(level)} {inline.title(release.name)}" + (f" ({date})" if date else "")
    yield _summary(release, forge)
    alone = len(release.contributors) == 1
    for guide in release.guides:
        yield from _guide(guide, forge, level + 1, alone=alone)
    if release.learnings:
        yield f"{_hashes(level + 1)} Learnings"
        yield "\n".join(_learning(one, forge, alone=alone) for one in release.learnings)
    if release.withdrawn:
        yield f"{_hashes(level + 1)} Taken back"
        # Who once wrote these may have no part in this release.
        yield "\n".join(_learning(one, forge, alone=False) for one in release.withdrawn)
    if release.contributors:
        yield f"{_hashes(level + 1)} Contributors"
        yield ", ".join(map(_contributor, release.contributors))


def _hashes(level: int) -> str:
    return "#" * min(level, _DEEPEST)


def _summary(release: Release, forge: Forge | None) -> str:
    counts = noted.totals(release)
    told = [
        noted.many(counts["done"], "item done", "items done"),
        noted.many(counts["regressed"], "no longer done", "no longer done"),
        noted.many(counts["learnings"], "learning"),
        noted.many(counts["withdrawn"], "taken back", "taken back"),
    ]
    what = ", ".join(filter(None, told)) or noted.NOTHING
    line = f"{what}; {noted.many(release.commits, 'commit') or 'no commits'}"
    if release.contributors:
        line += f" by {noted.many(counts['people'], 'person', 'people')}"
    if release.since is not None:
        line += f" since {inline.inline(noted.short(release.since))}"
    url = noted.compare_url(release, forge)
    if url:
        line += f" ({inline.link('compare', url)})"
    return f"{line}."


def _guide(guide: GuideNotes, forge: Forge | None, level: int, *, alone: bool) -> Iterator[str]:
    called = inline.inline(guide.title)
    named = "" if called in ("", inline.inline(guide.id)) else f": {called}"
    yield f"{_hashes(level)} {inline.inline(guide.id)}{named}"
    if guide.counted:
        yield _progress(guide)
    for phase, items in noted.by_phase(guide.finished, [one.phase for one in guide.finished]):
        if phase.strip():
            yield f"{_hashes(level + 1)} {inline.title(phase)}"
        yield "\n".join(f"- {_item(one)}{_seen(one, forge)}" for one in items)
    if guide.regressed:
        yield f"{_hashes(level + 1)} No longer done"
        yield "\n".join(
            f"- {_item(one)} — now {MARK_WORDS[one.status]}{_seen(one, forge)}" for one in guide.regressed
        )
    if guide.learnings:
        yield f"{_hashes(level + 1)} Learnings"
        yield "\n".join(_learning(one, forge, alone=alone) for one in guide.learnings)


def _progress(guide: GuideNotes) -> str:
    before = "" if guide.before == guide.done else f"{guide.before} → "
    return f"{before}{guide.done} of {guide.counted} done."


def _item(one: Done) -> str:
    return inline.item(one.kind, one.id, one.text)


def _seen(one: Done, forge: Forge | None) -> str:
    # A path that the item names already tells nothing new.
    path = inline.code(one.path) if one.path and one.path not in one.text else ""
    return noted.brackets([path, _commit(one.commit, forge)])


def _learning(one: Taught, forge: Forge | None, *, alone: bool) -> str:
    pull = noted.pull_of(one.subject, forge)
    facts = [
        inline.link(f"#{pull}", forge.pull(pull)) if forge and pull else "",
        _commit(one.commit, forge),
        inline.inline(one.kind or ""),
        noted.steps([inline.inline(step) for step in one.steps]),
        # Where all is by one person, the contributors tell who.
        "" if alone else noted.people(_name(one.author), list(map(_name, one.co_authors))),
    ]
    return f"- {inline.inline(one.text) or inline.NO_TEXT}{noted.brackets(facts)}"


def _commit(oid: str | None, forge: Forge | None) -> str:
    return inline.link(noted.short(oid), noted.commit_url(oid, forge)) if oid else ""


def _name(author: str) -> str:
    one = noted.person(author)
    return inline.name(one["name"], one["email"])


def _contributor(one: Contributor) -> str:
    told = [
        noted.many(one.commits, "commit"),
        f"co-author of {one.co_authored}" if one.co_authored else "",
    ]
    return inline.name(one.name, one.email) + noted.brackets(told)
