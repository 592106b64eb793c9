"""What a repository says about its checks: configuration, baseline, rules, all from the state checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chrono_git.config import PATH as CONFIG
from chrono_git.config import Config, parse_config
from chrono_git.errors import ChronoError, ConfigError
from chrono_git.repo.disk import read_beneath, status_beneath
from chrono_git.repo.listing import list_index, list_tree, list_worktree
from chrono_git.repo.stream import Git, ObjectReader

BASELINE = ".chrono/check-baseline.jsonl"
RULES = ".chrono/rules"
_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration, the baseline (None where there is none) and the files of the users' rules.

    `digest` tells rules from others.
    """

    config: Config
    baseline: bytes | None
    rules: tuple[tuple[str, bytes], ...]

    @property
    def digest(self) -> str:
        """Tells these rules from all others."""
        return hashlib.sha256(repr(self.rules).encode()).hexdigest() if self.rules else ""


def read_settings(
    git: Git, root: str | None, tree: str | None, mistakes: list[ConfigError] | None = None
) -> Settings:
    """The settings of a tree; without one, of the work tree at `root`, and without that, of the index.

    Raises ConfigError for a configuration that cannot be used, unless there is a list for `mistakes`:
    then it goes there, and the defaults hold.
    """
    if tree is None and root is not None:
        # To ask git costs a look at the whole index.
        if status_beneath(root, RULES) is None:
            return _settings(lambda path: _on_disk(root, path), [], mistakes)
        return _settings(
            lambda path: _on_disk(root, path),
            sorted(path for part in list_worktree(git, (RULES,)) for path in part),
            mistakes,
        )
    rules = list_tree(git, tree, (RULES,)) if tree is not None else list_index(git, (RULES,))
    with ObjectReader(git) as reader:
        return _settings(lambda path: _stored(reader, tree, path), sorted(rules), mistakes)


def _settings(
    read: Callable[[str], bytes | None], rules: list[str], mistakes: list[ConfigError] | None
) -> Settings:
    text, config = read(CONFIG), Config()
    if text is not None:
        try:
            config = parse_config(text, CONFIG)
        except ConfigError as error:
            if mistakes is None:
                raise
            mistakes.append(error)
    return Settings(config, read(BASELINE), tuple(_rules(read, rules)))


def _rules(read: Callable[[str], bytes | None], paths: list[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        content = read(path) if path.endswith(_SUFFIXES) else None
        if content is not None:
            yield path, content


def _on_disk(root: str, path: str) -> bytes | None:
    content = read_beneath(root, path, None)
    if content is not None and not isinstance(content, bytes):
        raise ChronoError(f"cannot be read: {content.reason}", hint="check that it is a file.", path=path)
    return content


def _stored(reader: ObjectReader, tree: str | None, path: str) -> bytes | None:
    found = reader.read(f"{tree or ''}:{path}".encode("utf-8", "surrogateescape"))
    return found[1] if found is not None and isinstance(found[1], bytes) else None
