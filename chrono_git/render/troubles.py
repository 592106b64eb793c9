"""One issue of a guide's debugging section, for people and as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from chrono_git.model import CodeBlock, Guide, Trouble
from chrono_git.render.escape import json_safe, lines, one_line
from chrono_git.render.layout import NARROWEST, Look, prose, wrap

Object = dict[str, object]
_LONGEST = 40


def issue_text(
    guide: Guide, trouble: Trouble, *, width: int = 100, color: bool = False, unicode: bool = True
) -> str:
    """Returns one issue with the commands of its solution, and the guide's own for looking closer.

    They are printed and never run.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    shown = list(trouble_lines(look, guide, trouble))
    if guide.debugging:
        shown += ["", look.paint("To look closer", "bold")]
    for number, block in enumerate(guide.debugging):
        shown += [*([""] if number else []), *_code(look, guide.path, block)]
    return "\n".join(shown) + "\n"


def issue_json(guide: Guide, trouble: Trouble) -> str:
    """Returns one issue as a `chrono-git/issue/1` document."""
    guided = {"id": guide.id, "title": guide.title, "path": guide.path}
    document = {
        "schema": "chrono-git/issue/1",
        "guide": guided,
        "issue": trouble_object(trouble),
        "debugging": [_block(one) for one in guide.debugging],
    }
    return json_safe(json.dumps(document, ensure_ascii=False) + "\n")


def trouble_object(trouble: Trouble) -> Object:
    """Returns an issue as plain values, named as in `schemas/issue-1.json`."""
    return {
        "number": trouble.number,
        "title": trouble.title,
        "line": trouble.line,
        "symptoms": trouble.symptoms,
        "cause": trouble.cause,
        "solution": trouble.solution,
        "commands": [_block(one) for one in trouble.blocks if one.role == "commands"],
        "blocks": [_block(one) for one in trouble.blocks if one.role != "commands"],
    }


def _block(block: CodeBlock) -> Object:
    return {"language": block.language, "text": block.text, "line": block.line}


def trouble_lines(look: Look, guide: Guide, trouble: Trouble) -> Iterator[str]:
    """Yields an issue in lines that fit; commands are whole, so that they can be copied."""
    title = f"Issue {trouble.number}: {one_line(prose(trouble.title))}"
    yield from (look.paint(line, "bold") for line in wrap(title, look.width))
    for line in wrap(f"{one_line(guide.path)}:{trouble.line}", look.width - 2):
        yield "  " + look.paint(line, "dim")
    for name, said in (
        ("Symptoms", trouble.symptoms),
        ("Cause", trouble.cause),
        ("Solution", trouble.solution),
    ):
        yield from _said(look, name, said)
    if trouble.blocks and not trouble.solution:
        yield "  " + look.paint("Solution", "dim")
    for block in trouble.blocks:
        yield ""
        yield from _code(look, guide.path, block)


def _said(look: Look, name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(wrap(one_line(prose(text)), look.width - 12)):
        yield f"  {look.paint('' if number else name, 'dim')}{' ' * (10 - (0 if number else len(name)))}" + (
            look.code(line)
        )


def _code(look: Look, path: str, block: CodeBlock) -> Iterator[str]:
    shown: Sequence[str] = lines(block.text)
    most = len(shown) if block.role == "commands" else _LONGEST
    yield from (f"    {look.paint(line, 'cyan')}" if line else "" for line in shown[:most])
    if len(shown) > most:
        rest = f"{len(shown) - most} more lines: {one_line(path)}:{block.line + most}"
        yield "    " + look.paint(f"{look.ellipsis} {rest}", "dim")
