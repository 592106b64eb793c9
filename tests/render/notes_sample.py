"""Release notes with everything that they can tell, and with hardly anything, as data."""

from __future__ import annotations

from dataclasses import replace

from chrono_git.model import Problem
from chrono_git.notes.forge import Forge
from chrono_git.notes.release import Contributor, Done, GuideNotes, Notes, Release, Taught

FORGE = Forge("github", "https://github.com/acme/prices")
CHECKLIST = "Implementation Checklist"
SETUP = (CHECKLIST, "Phase 1: Setup & Scaffolding")
CORE = (CHECKLIST, "Phase 2: Core Implementation")
STEPS = ("Step-by-Step Implementation",)
ADA = "Ada Lovelace <ada@example.org>"
BOB = "Bob <bob@example.org>"
CYD = "石川 <12345+cyd@users.noreply.github.com>"
NAMELESS = "<nobody@example.org>"
DAY = 86400
LATE = 1_795_600_000  # 2026-11-25, as the guide's last item was done


def oid(number: int) -> str:
    return f"{number * 0x9E3779B1 % (1 << 28):07x}" + f"{number:033x}"


def taught(number: int, text: str, author: str = ADA, **more: object) -> Taught:
    when = LATE - DAY * (20 - number)
    given: dict[str, object] = {"guide": None, "zone": "+0100", **more}
    return Taught(f"{number:012x}", text, commit=oid(number), author=author, time=when, **given)  # type: ignore[arg-type]


BATCHER = GuideNotes(
    "CHRONO-042",
    "Collect **prices** in batches",
    "docs/implementation/CHRONO-042-guide.md",
    3,
    8,
    14,
    finished=(
        Done("CHRONO-042/1.1", "task", "Create `workers/package.json`", SETUP, "done", "open", oid(3),
             "workers/package.json"),
        Done("CHRONO-042/1.2", "task", "Configure **TypeScript** (see [docs](https://x.example))", SETUP,
             "done", "partial", oid(3), "workers/tsconfig.json"),
        Done("CHRONO-042/2.1", "task", "Implement `PriceBatcher`, which hands prices on in batches", CORE,
             "done", "open", oid(5), "workers/src/lib/batcher.ts"),
        Done("CHRONO-042/2.4", "task", "在价格更新时批量写入数据库", CORE, "done", None),
        Done("CHRONO-042/2", "step", "Price batcher", STEPS, "done", "open", oid(6),
             "workers/src/lib/batcher.ts"),
        Done("CHRONO-042/testing-checklist.3", "step", "Write the tests", STEPS, "done", "unknown", None),
    ),
    regressed=(
        Done("CHRONO-042/1.3", "task", "Retry what the queue refuses", CORE, "partial", "done", oid(8),
             "workers/src/lib/queue.ts"),
    ),
    learnings=(
        taught(5, "A timer that is never cleared keeps the worker alive: `clearInterval` is for `close()`.",
               guide="CHRONO-042", kind="feat", steps=("2",), co_authors=(BOB,), logged=True,
               subject="feat: collect prices in batches (#12)"),
        taught(6, "The queue counts bytes, not messages, so that a batch of 100 may be refused; see #9.", BOB,
               guide="CHRONO-042", kind="fix", steps=("2.1", "T012"), co_authors=(ADA, CYD), logged=False,
               subject="fix: split batches by size"),
    ),
)  # fmt: skip
QUEUE = GuideNotes(
    "CHRONO-051",
    "Queue",
    "docs/implementation/CHRONO-051-guide.md",
    4,
    4,
    9,
    learnings=(taught(9, "Staging and production name one queue differently.", CYD, guide="CHRONO-051"),),
)
SECOND = Release(
    "v0.2.0", "v0.2.0", "v0.1.0", oid(2), oid(10), LATE, 14,
    guides=(BATCHER, QUEUE),
    learnings=(
        taught(7, "@types/node has to be of the version that the machines run.", kind="build", logged=True),
        taught(8, "`npm ci` takes half the time of `npm install` on a machine without a cache.", NAMELESS),
    ),
    withdrawn=(taught(2, "Batches of 100 messages are always accepted.", BOB, guide="CHRONO-042"),),
    contributors=(
        Contributor("Ada Lovelace", "ada@example.org", 9, 1),
        Contributor("Bob", "bob@example.org", 4, 3),
        Contributor("石川", "12345+cyd@users.noreply.github.com", 1),
        Contributor("", "nobody@example.org", 0, 1),
    ),
)  # fmt: skip
FIRST = Release(
    "v0.1.0", "v0.1.0", None, None, oid(2), LATE - 30 * DAY, 6,
    guides=(
        GuideNotes(
            "TODO", "", "TODO.md", 0, 1, 2,
            finished=(Done("TODO/l3", "task", "Add a licence", (), "done", None, oid(1), "LICENSE"),),
        ),
    ),
    contributors=(Contributor("Ada Lovelace", "ada@example.org", 6),),
    learnings=(taught(1, "A licence that nobody can find is none.", kind="docs"),),
)  # fmt: skip
QUIET = Release("v0.1.1", "v0.1.1", "v0.1.0", oid(2), oid(3), LATE - 20 * DAY, 1, contributors=(
    Contributor("Ada Lovelace", "ada@example.org", 1),
))  # fmt: skip
BARE = Release("HEAD~3..HEAD", None, oid(4), oid(4), oid(4), LATE, 0)
NOTES = Notes((SECOND, QUIET, FIRST), FORGE, (Problem("docs/old.md", 7, "a box without text: `- [ ]`"),))
PLAIN = Notes((replace(SECOND, name="Unreleased", tag=None), BARE))

_BAD = "\x1b[31m<script>alert(1)</script> **\u202eb\n## @octocat <!-- x --> ` [a]( \\"
_EVIL = "_x_ [a](b) @ada <i@x.example> \x07 <img src=x>"
_EVIL_TAUGHT = Taught(
    _BAD,
    _BAD,
    _BAD,
    oid(11),
    f"{_EVIL} <{_EVIL}>",
    10**18,
    _BAD,
    (f"{_EVIL} <>", "<>", ""),
    (_BAD,),
    _BAD,
    _BAD,
)
_EVIL_DONE = Done(_BAD, "step", _BAD, (_BAD, _BAD), "unknown", None, oid(12), "caf\udce9/\x07`log`.ts")
EVIL = Notes(
    (
        Release(
            _BAD, _BAD, _BAD, oid(13), oid(14), -(10**18), 1,
            guides=(GuideNotes(_BAD, _BAD, _BAD, 0, 1, 1, (_EVIL_DONE,), (_EVIL_DONE,), (_EVIL_TAUGHT,)),),
            learnings=(_EVIL_TAUGHT,),
            withdrawn=(_EVIL_TAUGHT,),
            contributors=(Contributor(_EVIL, _EVIL, 1, 1), Contributor("", "", 1)),
        ),
    ),
    Forge("gitea", "https://git.example/a(b)/c d"),
)  # fmt: skip
ALL = {"full": NOTES, "plain": PLAIN, "evil": EVIL, "empty": Notes(())}
TAUGHT = (*BATCHER.learnings, *QUEUE.learnings, *SECOND.learnings, *FIRST.learnings)
MISSING = (TAUGHT[1:3], 2, 6, "IMPLEMENTATION_LOG.md")
