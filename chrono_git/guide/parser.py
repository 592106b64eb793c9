"""Text of a guide to Guide: the one place where its parts come together."""

from __future__ import annotations

from chrono_git.guide import box, dialect, head, ids, learnt, merge, placeholders, troubles
from chrono_git.guide.draft import Draft
from chrono_git.guide.gather import Gatherer
from chrono_git.guide.labels import SHELL
from chrono_git.guide.text import decode, lines, unix
from chrono_git.guide.tree import Node, build
from chrono_git.model import Dialect, Guide, Item, Problem


def parse(text: str | bytes, path: str, known: Dialect | None, digest: str) -> Guide:
    """See `chrono_git.guide.parse`."""
    source, encoding = decode(text)
    source = unix(source)
    blocks, wrong = build(source)
    kind = known or dialect.of(path, source)
    gatherer = Gatherer(bare_numbers=kind in ("kiro", "openspec"))
    gatherer.gather(blocks)
    drafts = sorted(merge.merge_steps(gatherer.drafts), key=lambda draft: draft.line)
    ids.assign(drafts)
    debugging = troubles.read(blocks)
    lessons, unfilled = learnt.read(blocks)
    left = [*placeholders.mark(drafts), *debugging.problems, *unfilled]
    said = [*wrong, *gatherer.problems, *left]
    said += placeholders.in_lines(lines(source), _code_lines(blocks), [line for line, _ in left])
    said += _lost(source, blocks, {draft.line for draft in drafts} | {line for line, _ in said})
    if encoding:
        said.append((1, encoding))
    identifier = head.guide_id(blocks, path, kind)
    preamble = head.Preamble(identifier)
    preamble.read(blocks)
    return Guide(
        id=identifier,
        title=head.title(blocks, identifier),
        path=path,
        dialect=kind,
        items=tuple(_item(draft, identifier) for draft in drafts),
        problems=tuple(Problem(path, line, message) for line, message in sorted(set(said))),
        requires=tuple(preamble.requires),
        blocks=tuple(preamble.blocks),
        named_at=tuple(preamble.named_at.items()),
        setup=tuple(preamble.setup),
        knowledge=tuple(preamble.knowledge),
        digest=digest,
        troubles=tuple(debugging.troubles),
        debugging=tuple(debugging.commands),
        learnt=lessons,
    )


def _lost(source: str, blocks: list[Node], seen: set[int]) -> list[tuple[int, str]]:
    """Report every line outside code that looks like a checkbox and was neither read nor reported."""
    code = _code_lines(blocks)
    return [
        (number, "looks like a checkbox, but Markdown does not see a list item here")
        for number, line in enumerate(lines(source), 1)
        if number not in seen and number not in code and box.looks_like(line)
    ]


def _code_lines(blocks: list[Node]) -> dict[int, bool]:
    """The lines of code blocks, and whether they are a shell's."""
    code: dict[int, bool] = {}
    stack = list(blocks)
    while stack:
        node = stack.pop()
        stack += node.children
        if node.kind in ("fence", "code"):
            is_shell = node.info.split()[:1] == [] or node.info.split()[0].lower() in SHELL
            code.update(dict.fromkeys(range(node.line, node.end + 1), is_shell))
    return code


def _item(draft: Draft, guide: str) -> Item:
    skip = draft.skip
    for key, value in draft.overrides:
        if key == "skip":
            skip = skip or value
    return Item(
        id=f"{guide}/{draft.local}",
        kind=draft.kind,
        section=draft.section,
        line=draft.line,
        text=draft.text,
        number=draft.number,
        optional=draft.optional,
        box=draft.box,
        tags=draft.tags,
        notes=tuple(draft.notes),
        blocks=tuple(draft.blocks),
        parent=f"{guide}/{draft.parent.local}" if draft.parent else None,
        skip=skip,
        overrides=tuple(draft.overrides),
    )
