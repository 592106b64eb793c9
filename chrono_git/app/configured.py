"""The configuration of a repository, as a commit or the work tree has it."""

from __future__ import annotations

from chrono_git.config import PATH, Config, parse_config
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.objects import ObjectReader
from chrono_git.repo.stream import Git


def config_at(git: Git, commit: str) -> Config:
    """The configuration of a commit; the defaults where it has none. Raises ConfigError for a broken one."""
    with ObjectReader(git) as reader:
        found = reader.read(f"{commit}:{PATH}".encode())
    return parse_config(found[1]) if found is not None and isinstance(found[1], bytes) else Config()


def config_on_disk(root: str) -> Config:
    """That of the work tree at `root`; see `config_at`."""
    content = read_beneath(root, PATH, None)
    return parse_config(content) if isinstance(content, bytes) else Config()
