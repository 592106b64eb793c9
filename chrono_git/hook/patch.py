"""Takes git's raw and patch output of one commit apart: git-diff-tree(1), "RAW OUTPUT FORMAT" and `-p`."""

from __future__ import annotations


class Section:
    """What a patch says of one file: its `path`, and its lines in lower case with git's marks.

    `binary` says that git shows no lines. The file's own lines are told apart when they are
    first asked for.
    """

    __slots__ = ("_lines", "_near", "_text", "binary", "cuts", "path")

    def __init__(self, path: str, raw: bytes) -> None:
        self.path = path
        head, _, text = raw.partition(b"\n@@ ")
        self.binary = not text and b"\nBinary files " in head
        self._text = text.decode("utf-8", "replace").lower()
        self._lines: list[tuple[bool, str]] | None = None
        self._near: dict[int, list[tuple[int, bool, str]]] = {}
        self.cuts: list[int] = []

    def words(self) -> str:
        """Everything between blanks, each once: what is not in it is in no line, old or new."""
        return " ".join({*self._text.split()})

    def lines(self) -> list[tuple[bool, str]]:
        """The lines of the new version, each with whether it came with the commit.

        Then `cuts` are the numbers (from 0) of those before which others went away.
        """
        if self._lines is None:
            self._lines = []
            # The first line is the rest of the hunk's head.
            for line in self._text.split("\n")[1:]:
                mark = line[:1]
                if mark in ("+", " ", ""):
                    self._lines.append((mark == "+", line[1:]))
                elif mark == "-":
                    self.cuts.append(len(self._lines))
        return self._lines

    def around(self, reach: int) -> list[tuple[int, bool, str]]:
        """Number, newness and text of the lines that are within `reach` of one that came or went."""
        if reach not in self._near:
            lines = self.lines()
            end = 0
            spots: list[int] = []
            for spot in sorted({*self.cuts, *[at for at, (fresh, _) in enumerate(lines) if fresh]}):
                spots += range(max(end, spot - reach), min(len(lines), spot + reach + 1))
                end = max(end, spot + reach + 1)
            self._near[reach] = [(at, *lines[at]) for at in spots]
        return self._near[reach]

    def gains(self, texts: tuple[str, ...]) -> bool:
        """Whether a new line holds one of the texts."""
        if not any(text in self._text for text in texts):
            return False
        added = "\n".join([line for fresh, line in self.lines() if fresh])
        return any(text in added for text in texts)


def changes(raw: bytes) -> list[tuple[str, str, str]]:
    """Mode, status and path of each raw record; the mode is the new one."""
    tokens = raw.split(b"\0")
    found = []
    for meta, path in zip(tokens[::2], tokens[1::2], strict=False):
        fields = meta.decode("ascii").split(" ")
        found.append((fields[1], fields[-1][:1], path.decode("utf-8", "surrogateescape")))
    return found


def sections(changed: list[tuple[str, str, str]], patches: bytes) -> list[Section] | None:
    """The files of a patch, whose raw records are known; None where the two do not fit together."""
    # The names in a patch are quoted, and so of no use. A change of type is shown as two files.
    paths = [path for _, status, path in changed for _ in range(1 + (status == "T"))]
    found = (b"\n" + patches).split(b"\ndiff --git ")[1:]
    return list(map(Section, paths, found)) if len(paths) == len(found) else None
