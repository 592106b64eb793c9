"""What `init` found and did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono_git.render.escape import one_line
from chrono_git.render.layout import cells, pad

Row = tuple[str, str, str, int, int]


def prepared_text(
    guides: Sequence[Row], searched: Sequence[str], config: str, attribute: str, *, dry: bool
) -> str:
    """Returns lines for people: `guides` are (id, path, dialect, items, problems), `config` says what
    became of the configuration (`written`, `changed`, `kept`), `attribute` is a line for .gitattributes."""
    lines = [*_guides(guides, searched), "", _config(config, dry=dry)]
    if attribute:
        lines += [
            "",
            "For .gitattributes, so that the entries of two branches merge by themselves:",
            f"  {one_line(attribute)}",
        ]
    return "\n".join(lines) + "\n"


def _guides(guides: Sequence[Row], searched: Sequence[str]) -> Iterator[str]:
    if not guides:
        yield "No guide was found in:"
        yield from (f"  {glob}" for glob in searched)
        yield "Name yours in .chrono/config.toml, under [guides] include; or begin one:"
        yield '  chrono-git new WORK-001 "Its title"'
        return
    yield "1 guide:" if len(guides) == 1 else f"{len(guides)} guides:"
    shown = [[one_line(field) for field in row[:3]] for row in guides]
    widths = [max(cells(row[column]) for row in shown) for column in range(3)]
    for row, (*_, items, problems) in zip(shown, guides, strict=True):
        fields = "  ".join(pad(field, width) for field, width in zip(row, widths, strict=True))
        trouble = f", {problems} places that could not be read" if problems else ""
        yield f"  {fields}  {items} items{trouble}"


def _config(config: str, *, dry: bool) -> str:
    said = {"written": "would be written", "changed": "would be changed"} if dry else {}
    return f".chrono/config.toml: {said.get(config, config)}"
