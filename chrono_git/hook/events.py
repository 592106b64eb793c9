"""Which hook does what, and what happens when one fails: nobody's work waits for a bug of ours."""

from __future__ import annotations

import os
import sys

from chrono_git.hook.lean import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Event: the module with `run(arguments) -> exit status`, and what a failure of ours leaves undone.
EVENTS = {
    "post-commit": ("post_commit", "the commit stands; its progress is taken up by the next one"),
    "post-merge": ("post_merge", "the merge stands; its progress is taken up by the next commit"),
    "post-rewrite": ("post_rewrite", "the commits stand; their progress is taken up by the next one"),
    "post-checkout": ("post_checkout", "nothing is amiss"),
    "prepare-commit-msg": ("prepare_message", "trailers were not carried over"),
    "commit-msg": ("commit_message", "the message was not checked"),
    "pre-push": ("pre_push", "THE PUSH WENT UNCHECKED"),
    "pre-receive": ("pre_receive", "THE PUSH WENT UNCHECKED"),
    "framework": ("framework", "what it was to do was not done; A PUSH WENT UNCHECKED"),
}


def run(arguments: Sequence[str]) -> int:
    """Runs the hook that the first argument names, with the others; returns the exit status for git.

    A fault of ours, or what cannot be judged, lets git go on, loudly.
    """
    event, *rest = arguments or [""]
    if event not in EVENTS:
        tell(f"chrono-git: error: no hook {event!r}; known are {', '.join(EVENTS)}")
        return 2
    if os.environ.get("CHRONO_DEBUG"):
        from chrono_git import trace

        since = trace.clock()
        status = _run(event, rest, arguments)
        trace.say(f"hook {event}, in all", since)
        return status
    return _run(event, rest, arguments)


def _run(event: str, rest: Sequence[str], arguments: Sequence[str]) -> int:
    name, undone = EVENTS[event]
    try:
        module = __import__(f"chrono_git.hook.{name}", fromlist=["run"])
        status: int = module.run(rest)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        _tell_failure(event, error, arguments, undone)
        return 0
    return status


def _tell_failure(event: str, error: Exception, arguments: Sequence[str], undone: str) -> None:
    from chrono_git.errors import ChronoError

    if isinstance(error, ChronoError):
        tell([f"chrono-git: {event}: {line}" for line in str(error).split("\n")])
        if error.hint:
            tell(f"hint: {error.hint}")
    else:
        from chrono_git.hook.lean import load_site

        load_site()
        from chrono_git.crash import record

        where = record(error, ["chrono-git-hook", *arguments])
        tell(f"chrono-git: {event}: a bug in chrono-git: {type(error).__name__}: {error}")
        tell(f"hint: the traceback is in {where}; please report the bug with that file.")
    tell(f"chrono-git: {event}: {undone}.")
    sys.stderr.flush()
