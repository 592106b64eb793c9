"""What somebody agrees to before anything of a guide is run: these commands, and the files that they run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from chrono_git.app.verified import digest, digest_of
from chrono_git.errors import ChronoError
from chrono_git.intent.programs import LONGEST, named_in, scripts_of
from chrono_git.intent.script import commands_of, shell_of
from chrono_git.model import CodeBlock, Entry, Item
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.location import Location
from chrono_git.repo.running import find_shell

_MOST_LINES = 500  # that a person can be asked to read
_LARGEST_SCRIPT = 4 << 20
_FORM = "verify 1"


def agreement(location: Location, guide: str, item: Item, scripts: Sequence[str]) -> str:
    """The digest of the very commands of an item of a guide (an id) in this repository, with the very
    bytes of these scripts. Raises ChronoError for a script that cannot be read, or leads elsewhere.
    """
    parts: list[str | bytes] = [_FORM, os.path.realpath(location.common_dir), guide, item.id]
    parts.append(digest_of(item))
    for path in scripts:
        parts += [path, content_of(location.top, path)]
    return digest(parts)


def content_of(root: str, path: str) -> bytes:
    """The bytes of a script of the work tree at `root`; raises ChronoError where it leads out of that."""
    top = os.path.realpath(root)
    real = os.path.realpath(f"{top}/{path}")
    hint = "it must be a file of the repository"
    if not Path(real).is_relative_to(top):
        raise ChronoError("it leads out of the repository", hint=hint, path=path)
    content = read_beneath(top, os.path.relpath(real, top), _LARGEST_SCRIPT)
    if not isinstance(content, bytes):
        why = content.reason if content is not None else "there is no such file"
        raise ChronoError(f"it cannot be read: {why}", hint=hint, path=path)
    return content


def kept_scripts(blocks: Sequence[CodeBlock], files: Mapping[str, Entry]) -> Iterator[str]:
    """The files of the repository that the blocks run: `files`, and what is behind a link or submodule.

    What git ignores (`.venv/bin/python`) comes from this machine, as all other programs do.
    A file that can be run counts wherever it is named: `timeout 9 ./x.sh`.
    """
    found = dict.fromkeys(path for block in blocks for path in scripts_of(block.text))
    for block in blocks:
        named = named_in(block.text, files)
        found.update(dict.fromkeys(path for path in named if _can_be_run(files[path])))
    for path in found:
        parts = path.split("/")
        if any("/".join(parts[:end]) in files for end in range(1, len(parts) + 1)):
            yield path


def _can_be_run(entry: Entry) -> bool:
    return entry.mode == "100755" or entry.path.endswith((".sh", ".bash", ".zsh"))


def problem_of(blocks: Sequence[CodeBlock]) -> str:
    """Why these blocks cannot be run, "" where they can."""
    text = "\n".join(block.text for block in blocks)
    if len(text) > LONGEST or text.count("\n") > _MOST_LINES:
        return "its commands are too long for anybody to agree to: put them into a script"
    for block in blocks:
        shell = shell_of(block.language)
        if shell is None:
            return f"a block of {block.language} is nothing that a shell runs"
        if find_shell(shell) is None:
            return f"its shell {shell} was not found"
        if "\0" in block.text or not commands_of(block.text):
            return "there is no command in it"
    return ""
