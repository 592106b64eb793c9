"""Compares the reader of trailers with git itself, on the messages of real histories.

usage: scripts/in-venv lint -- python scripts/_bench/learnings_found.py [--samples N] CLONE...

Public histories hold few `Chrono-*` trailers, so other keys are looked for, and then renamed to
`Chrono-Learning`. Each paragraph that holds one is given to git as a message of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from chrono_git.trailers import parse_message, scan
from chrono_git.trailers.people import people_of

KEYS = (
    "Co-authored-by", "Signed-off-by", "Reviewed-by", "Acked-by", "Tested-by", "Reported-by",
    "Suggested-by", "Helped-by", "Mentored-by",
)  # fmt: skip
_SPELT = {key.lower(): key for key in KEYS}
_ANY = "|".join(KEYS)
_LINE = re.compile(rf"^(?:{_ANY})[ \t]*:", re.IGNORECASE | re.MULTILINE)
_MENTION = re.compile(rf"\b(?:{_ANY})\b", re.IGNORECASE)
_SQUASH = re.compile(r"^\* .*\n[ \t\r]*$|^commit [0-9a-f]{40}$", re.MULTILINE)
_BLANKS = " \t\r"
Found = tuple[str, str]


@dataclass
class Tally:
    """What was counted in one repository, and some lines of each kind of difference."""

    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, number: int = 1, sample: str = "") -> None:
        self.counts[kind] += number
        if sample:
            self.samples.setdefault(kind, []).append(sample)


def messages(repo: Path) -> list[tuple[str, list[Found]]]:
    """The different messages of all branches, each with what git finds at its end."""
    mark = os.urandom(12).hex()
    form = f"{mark}%B{mark}%(trailers:only,unfold,separator=%x00)"
    pieces = git(repo, "log", "--all", f"--format={form}").split(mark)[1:]
    seen = {
        message.removesuffix("\n"): _found(ends.strip("\n").split("\0"))
        for message, ends in zip(pieces[::2], pieces[1::2], strict=True)
    }
    return list(seen.items())


def git(repo: Path, *arguments: str, given: bytes | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=repo, input=given, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8", "surrogateescape")


def _found(lines: Iterable[str]) -> list[Found]:
    split = (line.partition(":") for line in lines)
    return [
        (_SPELT[key.strip(_BLANKS).lower()], " ".join(value.split()))
        for key, _, value in split
        if key.strip(_BLANKS).lower() in _SPELT
    ]


def paragraphs(message: str) -> Iterator[tuple[int, list[str]]]:
    """The paragraphs of a message as git splits it, each with the number of its first line."""
    lines: list[str] = []
    for number, line in enumerate([*message.split("\n"), ""]):
        if line.strip(_BLANKS):
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []


def ask_git(texts: Sequence[str]) -> list[list[Found]]:
    """What git finds in each text as the last paragraph of a message, in two processes for all."""
    with tempfile.TemporaryDirectory() as folder:
        repo = Path(folder)
        git(repo, "init", "-q", "--bare")
        stream = []
        for number, text in enumerate(texts):
            body = f"{number}\n\n{text}\n".encode("utf-8", "surrogateescape")
            stream.append(b"commit refs/heads/all\ncommitter A <a@b.c> 0 +0000\ndata %d\n" % len(body) + body)
        git(repo, "fast-import", "--quiet", given=b"".join(stream))
        mark = os.urandom(12).hex()
        said = git(repo, "log", f"--format={mark}%s%x00%(trailers:only,unfold,separator=%x00)", "all")
        answers = [one.rstrip("\n").split("\0") for one in said.split(mark)[1:]]
        return [_found(one[1:]) for one in sorted(answers, key=lambda one: int(one[0]))]


def check_batch(texts: Sequence[str], answers: Sequence[list[Found]], count: int) -> int:
    """Asks `git interpret-trailers --parse` itself for some of them; the number of those it was asked for."""
    step = max(len(texts) // count, 1)
    for number in range(0, len(texts), step):
        text = f"{number}\n\n{texts[number]}\n".encode("utf-8", "surrogateescape")
        lines = git(Path(), "interpret-trailers", "--parse", "--no-divider", given=text).split("\n")
        if _found(lines) != answers[number]:
            raise SystemExit(f"git does not agree with itself on:\n{texts[number]}")
    return len(range(0, len(texts), step))


def compare(repo: Path, asked: int) -> Tally:
    tally = Tally()
    all_messages = messages(repo)
    held = [(message, ends) for message, ends in all_messages if _MENTION.search(message)]
    parts = {
        "\n".join(lines): None
        for message, _ in held
        for number, lines in paragraphs(message)
        if number and _LINE.search("\n".join(lines))
    }
    texts = list(parts)
    answers = dict(zip(texts, ask_git(texts), strict=True))
    tally.add("asked one by one", check_batch(texts, [answers[one] for one in texts], asked))
    tally.add("messages", len(all_messages))
    tally.add("squashes", sum(1 for message, _ in all_messages if _SQUASH.search(message)))
    tally.add("tails", sum(1 for message, _ in all_messages if "\n---------\n" in message))
    for message, ends in held:
        one_message(message, ends, answers, tally)
    return tally


def one_message(message: str, ends: list[Found], answers: dict[str, list[Found]], tally: Tally) -> None:
    per_paragraph: Counter[Found] = Counter()
    reads: set[int] = set()  # the lines of the paragraphs in which git finds something
    for number, lines in paragraphs(message):
        if found := answers.get("\n".join(lines)) if number else None:
            per_paragraph.update(found)
            reads.update(range(number, number + len(lines)))
    seen = scan(message, keys=KEYS)
    ours = Counter((one.key, " ".join(one.value.split())) for one in seen.trailers)
    tally.add("at the end", len(ends))
    tally.add("per paragraph", sum(per_paragraph.values()))
    tally.add("ours", sum(ours.values()))
    lines = message.split("\n")
    for (key, value), number in (per_paragraph - ours).items():
        tally.add("missing", number, f"{key}: {value}")
    for one in seen.trailers:
        if one.line - 1 not in reads:
            tally.add(_place(lines, one.line - 1), 1, lines[one.line - 1])
            # A person follows all of these keys: what is no person is perhaps prose.
            if not people_of(one.value):
                tally.add("no person", 1, lines[one.line - 1])
    taken = {one.line - 1 for one in seen.trailers}
    for number, line in enumerate(lines):
        if number not in taken and _MENTION.search(line):
            tally.add("mentions", 1, line)
    # The same through the front door, where each counts once.
    renamed = parse_message(_LINE.sub("Chrono-Learning:", message)).learnings
    values = {" ".join(one.text.split()) for one in renamed}
    tally.add("learnings", len(values))
    for value in {value for _, value in per_paragraph if value} - values:
        tally.add("not learnt", 1, value)


def _place(lines: Sequence[str], number: int) -> str:
    """Why git finds no trailer on a line that is one for us."""
    if lines[number].startswith("    "):
        return "indented"
    first = next(n for n, line in enumerate(lines) if line.strip(_BLANKS))
    title = next((n for n in range(first, len(lines)) if not lines[n].strip(_BLANKS)), len(lines))
    return "in the title" if number < title else "among prose"


COLUMNS = {
    "messages": "messages", "squashes": "squash bodies", "tails": "`---------`",
    "at the end": "git, at the end",
    "per paragraph": "git, per paragraph", "missing": "of these not found", "ours": "found",
    "indented": "in git's squashes", "among prose": "among prose", "in the title": "in the title",
    "no person": "no person", "mentions": "mentions, not taken",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clone", type=Path, nargs="+")
    parser.add_argument("--samples", type=int, default=0, help="lines of each difference to show")
    parser.add_argument("--asked", type=int, default=200, help="paragraphs to ask git for one by one")
    options = parser.parse_args()
    print("| repository |", " | ".join(COLUMNS.values()), "|")
    print("|---|" + "---|" * len(COLUMNS))
    shown = []
    met = True
    for clone in options.clone:
        tally = compare(clone, options.asked)
        name = clone.name if clone.name not in ("repo", ".git") else clone.parent.name
        print(f"| {name} |", " | ".join(f"{tally.counts[one]:,}" for one in COLUMNS), "|", flush=True)
        met = met and not tally.counts["missing"] and not tally.counts["not learnt"]
        shown.append((name, tally))
    for name, tally in shown:
        for kind, lines in tally.samples.items():
            for line in list(dict.fromkeys(lines))[: options.samples]:
                print(f"{name}: {kind}: {line[:160]!r}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
