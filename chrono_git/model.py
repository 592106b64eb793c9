"""The shared words of DESIGN section 2, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["task", "step", "prerequisite"]
Dialect = Literal["chrono", "spec-kit", "openspec", "kiro", "plain"]
Result = Literal["pass", "fail", "unknown"]
Observed = Literal["done", "partial", "open", "unknown"]
Status = Literal["done", "partial", "open", "unknown", "skipped"]
Agreement = Literal["agrees", "forgotten", "phantom", "attested"]
BlockRole = Literal["commands", "implement", "verification", "tests", "structure", "expected", "other"]
NoteLabel = Literal[
    "objective", "reference", "consideration", "pitfall", "integration", "error",
    "expected", "file", "action", "why", "note", "detail",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced code block that belongs to an item.

    `line` is the line of its first line of code (1-based); `path` the file that the
    guide says it is the content of, where it says so; `role` what it is there for.
    """

    language: str
    text: str
    line: int
    role: BlockRole = "other"
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One labelled line of prose under an item, as Markdown source (`**Objective**: …`)."""

    label: NoteLabel
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """One trackable thing of a guide.

    `id` is unique in its guide (`CHRONO-002/1.1`); `number` is what the author wrote
    (`1.1`, `T012`, `Step 2` gives `2`) or None; `text` is the Markdown source after
    box, number and tags; `tags` holds `P`, `US1`; `box` is the character in the box,
    None where there is no box; `notes` are the bullets and paragraphs below it that are
    no items themselves, file headings (`#### File 1: …`) among them as label `file`.
    `parent` is the id of the item that contains it. `skip` is why it is skipped.
    `overrides` are the pairs of a `<!-- chrono: path=src/x.py -->` comment.
    """

    id: str
    kind: Kind
    section: tuple[str, ...]
    line: int
    text: str
    number: str | None = None
    optional: bool = False
    box: str | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    blocks: tuple[CodeBlock, ...] = ()
    parent: str | None = None
    skip: str | None = None
    overrides: tuple[tuple[str, str], ...] = ()

    @property
    def ticked(self) -> bool:
        """Whether the author says that it is done."""
        return self.box is not None and self.box in "xX"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a guide, a message or the configuration that could not be used."""

    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """One issue of a guide's debugging section, as Markdown source; what the guide does not say is empty.

    `number` is the author's (`Issue 2`), else the issue's place among the others, so that no two
    have the same; `blocks` are those of the solution, `commands` where they are for a shell.
    """

    number: int
    title: str
    line: int
    symptoms: str = ""
    cause: str = ""
    solution: str = ""
    blocks: tuple[CodeBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """One of the key learnings that a guide ends with; not `filled` where it is still the template's."""

    text: str
    line: int
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide as read at one snapshot. `digest` is the blob id of its text.

    `requires` and `blocks` are ids of other guides, `named_at` says on which line each is named.
    `troubles` are the issues of its debugging section, `debugging` that section's other commands.
    """

    id: str
    title: str
    path: str
    dialect: Dialect
    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()
    requires: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    named_at: tuple[tuple[str, int], ...] = ()
    setup: tuple[CodeBlock, ...] = ()
    knowledge: tuple[str, ...] = ()
    digest: str = ""
    troubles: tuple[Trouble, ...] = ()
    debugging: tuple[CodeBlock, ...] = ()
    learnt: tuple[Learnt, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a snapshot: `mode` as git writes it (`100644`), `oid` its blob id.

    `path` is repository-relative with `/`; bytes that are no UTF-8 are kept as
    surrogate escapes. `oid` is empty where the work tree's content has not been hashed.
    """

    path: str
    mode: str
    oid: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit (or a diff of two trees) did to one path; ids are empty for "none".

    `status` is git's letter without a score: A, M, D, T.
    """

    path: str
    status: str
    old_mode: str
    new_mode: str
    old_oid: str
    new_oid: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the history; `time` is the committer's, in seconds since the epoch."""

    oid: str
    parents: tuple[str, ...]
    time: int
    subject: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's word that an item is done (`kind` claim), not to be done (skip) or open again (reopen).

    `trailer` is the line as written, or the words of the subject for a weak claim.
    """

    commit: str
    kind: Literal["claim", "skip", "reopen"]
    item: str
    trailer: str
    guide: str | None = None
    reason: str = ""
    weak: bool = False

    @property
    def strong(self) -> bool:
        """Whether somebody says so in a trailer: what only a subject's words suggest is no claim yet."""
        return self.kind == "claim" and not self.weak


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one rule saw, in a sentence, and where.

    `remedy` says what would change the verdict. A rule that saw only a sign of the
    thing (`decides` False) supports a verdict but makes none. What is likely but not certain
    (`sure` False) makes a verdict, but no tick.
    """

    rule: str
    result: Result
    detail: str
    path: str | None = None
    line: int | None = None
    commit: str | None = None
    remedy: str = ""
    decides: bool = True
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item with what was seen of it and what follows; `base` is the commit that wrote it down."""

    item: Item
    observed: Observed
    status: Status
    agreement: Agreement | None
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class GuideReport:
    """One guide with all its items; `base` is the commit at which it was born, None where unknown.

    `waits_for` are the ids of guides that have to be completed before.
    """

    guide: Guide
    base: str | None
    items: tuple[ItemReport, ...]
    base_time: int | None = None
    waits_for: tuple[str, ...] = ()

    @property
    def totals(self) -> Mapping[str, int]:
        """How many items there are of each status and agreement, keyed as in the JSON schema."""
        counts = dict.fromkeys(
            ("items", "done", "partial", "open", "unknown", "skipped", "phantom", "forgotten"), 0
        )
        counts["items"] = len(self.items)
        for one in self.items:
            counts[one.status] += 1
            if one.agreement in ("phantom", "forgotten"):
                counts[one.agreement] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Report:
    """What `report` prints: `revision` is None for the work tree.

    `fail_under` is the percentage that the repository's configuration asks for, if any.
    """

    revision: str | None
    branch: str | None
    guides: tuple[GuideReport, ...]
    problems: tuple[Problem, ...] = field(default=())
    fail_under: float | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Content that could not be had, and why: too large, missing from this clone, a directory."""

    reason: str


Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a file that stands in for an implementation, or was left behind.

    `line` and `column` are 1-based, columns in characters; `end_line` is the last line of
    the marker itself, `span` the first and last line of the function around it (of the
    marker where there is none). `symbol` is the function with its classes (`Cart.total`),
    "" at the top level. `excerpt` is the marker's first line, without the blanks around it.
    `item` is the id of the guide's item that it belongs to.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    column: int
    end_line: int
    span: tuple[int, int]
    symbol: str
    excerpt: str
    message: str
    remedy: str
    item: str | None = None


CheckMode = Literal["worktree", "index", "commit", "range"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` prints: the findings that nothing excuses, by path, line, column and rule.

    `files` is how many files of known languages were looked at, `notes` what was skipped or
    read as text only, and why; `baselined` findings were there before anybody looked,
    `allowed` ones have an allowance. `revision` is the commit that was looked at.
    """

    mode: CheckMode
    revision: str | None
    findings: tuple[Finding, ...]
    files: int
    notes: tuple[Problem, ...] = ()
    baselined: int = 0
    allowed: int = 0
