"""The gate for pushes: a quick look, and the whole judgement where that is not enough."""

from __future__ import annotations

import os
import time

from chrono_git.hook import limit
from chrono_git.hook.lean import find_place, load_site, tell
from chrono_git.hook.quick import SECONDS, Quick
from chrono_git.repo.stream import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from chrono_git.repo.updates import Elsewhere, Update

_BLOCKED = 1


def decide(event: str, updates: Sequence[Update], elsewhere: Elsewhere) -> int:
    """Judges the updates and tells; returns the exit status for git.

    It is 1 where something was found, whatever else happened. A fault of ours is raised where
    nothing was found.
    """
    started = time.monotonic()
    limit.begin(SECONDS)
    place = find_place()
    texts: list[bytes] = []
    try:
        if place is not None:
            git = Git(place.top or place.git_dir)
            quick = Quick(git, place.common_dir, updates, elsewhere)
            try:
                tell(f"chrono-git: {event}: {quick.look()}")
                return 0
            except Exception:  # a fault here must not keep anybody from looking closer
                texts = quick.texts
    except limit.TimeUp:
        taken, names = time.monotonic() - started, ", ".join(one.name for one in updates)
        tell(f"chrono-git: {event}: NOTHING WAS CHECKED in {taken:.1f} s of {names}; the push goes through")
        return 0
    finally:
        limit.end()
    return _judge(event, updates, elsewhere, texts, started)


def _judge(
    event: str, updates: Sequence[Update], elsewhere: Elsewhere, texts: Sequence[bytes], started: float
) -> int:
    load_site()
    from chrono_git.app.push import Gate
    from chrono_git.render.push import push_text
    from chrono_git.repo.location import locate

    location = locate(os.getcwd())
    gate = Gate(location, updates, elsewhere, started)
    try:
        limit.begin(SECONDS)
        gate.prepare()
        limit.begin(started + gate.seconds - time.monotonic())
        gate.run()
        _remember(location.common_dir, texts)
    except limit.TimeUp:
        pass  # the report tells
    finally:
        limit.end()
    report = gate.report()
    tell(push_text(report, event))
    if report.blocked:
        return _BLOCKED
    if gate.bugs:
        raise gate.bugs[0]
    return 0


def _remember(common_dir: str, texts: Sequence[bytes]) -> None:
    """Writes down what the quick look will need the next time."""
    from chrono_git.config import parse_config
    from chrono_git.errors import ConfigError
    from chrono_git.hook.glance import remember
    from chrono_git.hook.quick import remember_config

    remember(common_dir)
    for text in texts:
        try:
            config = parse_config(text)
        except ConfigError:
            continue  # it is told at every push
        values = (config.push_policy, config.push_branches, float(config.push_seconds))
        remember_config(common_dir, text, values)
