"""Hooks that stand in the repository's own configuration, as git 2.54 and newer run them.

`hook.<name>.command` and `.event`: git-config(1). git runs them before the hook of the folder,
all of them whatever one says, each with standard input of its own, and needs no chaining.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from chrono_git.repo.environment import failure
from chrono_git.repo.stream import Git

_PREFIX = "chrono-git-"


@dataclass(frozen=True, slots=True)
class ConfiguredHook:
    """One of our hooks in the configuration; `enabled` is whether neither it nor its event is turned off."""

    command: str
    events: tuple[str, ...]
    enabled: bool


def stub_path(common_dir: str, event: str) -> str:
    """Where the stub lies that the configuration names."""
    return f"{common_dir}/chrono-git/hooks/{event}"


def command_for(stub: str, event: str, undone: str) -> str:
    """The command for a stub: git adds the arguments to it.

    Where the stub has gone (a moved repository), git would refuse the commit or the push.
    """
    quoted = shlex.quote(stub)
    told = shlex.quote(f"chrono-git: {event}: {stub} is gone: {undone}.")
    again = shlex.quote("hint: `chrono-git hooks install` puts it back.")
    return f"[ -x {quoted} ] || {{ printf '%s\\n' {told} {again} >&2; exit 0; }}; exec {quoted}"


def read(git: Git) -> Mapping[str, ConfiguredHook]:
    """Our hooks of the repository's own configuration, by event."""
    own = _values(git, "--local")
    everywhere = _values(git)
    found = {}
    for name in {key.rpartition(".")[0] for key in own}:
        event = name.removeprefix(f"hook.{_PREFIX}")
        if event == name:
            continue
        off = any(
            values and values[-1].lower() in ("false", "no", "off", "0")
            for values in (everywhere.get(f"{key}.enabled") for key in (name, f"hook.{event}"))
        )
        command = (own.get(f"{name}.command") or ("",))[-1]
        found[event] = ConfiguredHook(command, own.get(f"{name}.event", ()), not off)
    return found


def configure(git: Git, event: str, command: str) -> None:
    """Writes one of our hooks into the repository's own configuration."""
    name = f"hook.{_PREFIX}{event}"
    # In this order: git stops at an event without a command.
    git.run("config", "--local", "--replace-all", f"{name}.command", command)
    git.run("config", "--local", "--replace-all", f"{name}.event", event)


def remove(git: Git, event: str) -> None:
    """Takes one of our hooks out of the repository's own configuration."""
    git.run("config", "--local", "--remove-section", f"hook.{_PREFIX}{event}")


def _values(git: Git, *scope: str) -> Mapping[str, tuple[str, ...]]:
    arguments = ("config", *scope, "-z", "--get-regexp", r"^hook\.")
    status, output, errors = git.try_run(*arguments)
    values: dict[str, tuple[str, ...]] = {}
    if status > 1:
        raise failure(arguments, status, errors)
    for record in output.split(b"\0")[:-1]:
        key, given, value = (os.fsdecode(part) for part in record.partition(b"\n"))
        values[key] = (*values.get(key, ()), value if given else "true")
    return values
