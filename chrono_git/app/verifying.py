"""Runs what somebody agreed to, judges it by what the guide expects, and keeps the result as evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.agreement import agreement, content_of
from chrono_git.app.depends import Dependencies, depends_on
from chrono_git.app.verified import States, digest_of
from chrono_git.app.verify import Check, Session
from chrono_git.errors import ChronoError
from chrono_git.intent.expectations import Expectation, expectation_of, judge, uncoloured
from chrono_git.intent.script import Command, commands_of, shell_of
from chrono_git.model import CodeBlock
from chrono_git.render.verify import CommandResult, ItemResult
from chrono_git.repo.remembered import forget
from chrono_git.repo.running import Ran, Step, find_shell, hindrance, run
from chrono_git.repo.snapshot import open_snapshot
from chrono_git.repo.verified import Record, save_records

SECONDS = 600.0
_TAIL, _TAIL_LINE = 20, 500
_RECORDED = 5


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who follows a run: `begin` is told of each command, `sink` gets its output as it comes."""

    begin: Callable[[str], None]
    sink: Callable[[bytes], None]


def refuse_hooks(environment: Mapping[str, str]) -> None:
    """Raises ChronoError where we were started by a git hook, or by a command that we run."""
    why = hindrance(environment)
    if why:
        raise ChronoError(f"nothing is run: {why}", hint="run `chrono-git verify` in a shell of your own")


def perform(
    session: Session,
    check: Check,
    environment: Mapping[str, str],
    watcher: Watcher,
    *,
    seconds: float = SECONDS,
) -> ItemResult:
    """Runs what was agreed to, judges it, and keeps the result for the state of the files.

    `seconds` is the time that all of the item's commands have together. Raises ChronoError
    where something that was agreed to has changed since, and where no shell can be started.
    """
    location, root = session.location, session.location.top
    refuse_hooks(environment)
    again = agreement(location, check.guide.guide.id, check.one.item, check.sealed)
    if again != check.digest:
        raise ChronoError(
            f"{check.one.item.id}: a script that it runs has changed since it was shown",
            hint="run `chrono-git verify` again, and look at it",
        )
    scripts = {path: content_of(root, path) for path in check.shown.scripts}
    with open_snapshot(location.git()) as before:
        needed = depends_on(check.one, check.guide.guide.path, check.blocks, scripts, before.entries())
        known = States(before).files(_files(needed, States(before), before.entries()))
    deadline = time.monotonic() + seconds
    outputs: list[bytes] = []
    results: list[CommandResult] = []
    for block in check.blocks:
        for result, output in _run_block(block, root, deadline, environment, watcher):
            results.append(result)
            if result.state in ("failed", "timeout") and not outputs:
                outputs.append(output)
    found = _summed(check, tuple(results), _tail(outputs[0]) if outputs else (), seconds)
    return _record(session, check, found, needed, known)


def _run_block(
    block: CodeBlock, root: str, deadline: float, environment: Mapping[str, str], watcher: Watcher
) -> Iterator[tuple[CommandResult, bytes]]:
    shell = find_shell(shell_of(block.language) or "bash")
    assert shell is not None
    commands = [(command, tuple(_expected(command))) for command in commands_of(block.text)]
    steps = [Step(command.text, _may_fail(expected)) for command, expected in commands]
    watcher.begin(commands[0][0].summary)
    ran = run(steps, shell=shell, root=root, deadline=deadline, sink=watcher.sink, environment=environment)
    for number, ((command, expected), one) in enumerate(zip(commands, ran, strict=True), 1):
        result = _judged(command, expected, one, block.line)
        if number < len(commands) and (one.status == 0 or (one.status is not None and _may_fail(expected))):
            watcher.begin(commands[number][0].summary)
        yield result, one.output


def _expected(command: Command) -> Iterator[Expectation]:
    for comment in command.comments:
        expected = expectation_of(comment)
        if expected is not None:
            # Which of many commands is to fail cannot be told.
            vague = command.whole and expected.kind in ("failure", "success")
            yield replace(expected, kind="prose") if vague else expected


def _may_fail(expected: Sequence[Expectation]) -> bool:
    return any(one.kind == "failure" for one in expected)


def _judged(command: Command, expected: Sequence[Expectation], ran: Ran, first: int) -> CommandResult:
    text, line = command.summary, first + command.line
    if ran.state == "unstarted":
        return CommandResult(text, line, "not-run", None, 0.0)
    if ran.status is None:
        return CommandResult(text, line, "timeout", None, ran.seconds)
    output = ran.output.decode("utf-8", "replace")
    verdicts = tuple((one.said, judge(one, output, status=ran.status)) for one in expected)
    missed = any(verdict == "missed" for _, verdict in verdicts)
    failed = ran.status != 0 and not _may_fail(expected)
    return CommandResult(
        text, line, "failed" if missed or failed else "passed", ran.status, ran.seconds, verdicts
    )


def _summed(
    check: Check, results: tuple[CommandResult, ...], output: tuple[str, ...], seconds: float
) -> ItemResult:
    bad = next((one for one in results if one.state in ("failed", "timeout")), None)
    bad = bad or next((one for one in results if one.state != "passed"), None)
    if bad is None:
        return ItemResult(check.shown, "passed", "", results)
    missed = next((said for said, verdict in bad.expected if verdict == "missed"), "")
    if bad.state == "timeout":
        why = f"`{bad.text}` was ended after {seconds:g} s"
    elif bad.state == "not-run":
        why = f"`{bad.text}` was not run, as a command before it ended the shell"
    elif missed and (bad.status == 0 or _was_to_fail(bad)):
        why = f"`{bad.text}` does not show what is expected: {missed}"
    elif bad.status is not None and bad.status < 0:
        why = f"`{bad.text}` was ended by signal {-bad.status}"
    else:
        why = f"`{bad.text}` failed with status {bad.status}"
    left = sum(one.state == "not-run" for one in results)
    more = f" ({left} of {len(results)} commands not run)" if left and bad.state != "not-run" else ""
    return ItemResult(check.shown, "failed", why + more, results, output)


def _was_to_fail(result: CommandResult) -> bool:
    return _may_fail([one for said, _ in result.expected if (one := expectation_of(said))])


def _tail(output: bytes) -> tuple[str, ...]:
    lines = uncoloured(output.decode("utf-8", "replace")).replace("\r\n", "\n").rstrip().split("\n")
    # A progress bar writes over itself; what was there last counts.
    return tuple(line.rpartition("\r")[2][:_TAIL_LINE] for line in lines[-_TAIL:] if line.strip())


def _files(needed: Dependencies, states: States, entries: Mapping[str, object]) -> list[str]:
    """All files that a result depends on."""
    if needed.everything:
        return [*states.code(), *(path for path in entries if needed.covers(path))]
    return [path for path in entries if needed.covers(path)]


def _record(
    session: Session,
    check: Check,
    result: ItemResult,
    needed: Dependencies,
    known: Mapping[str, tuple[str, str]],
) -> ItemResult:
    location = session.location
    depends = (*needed.paths, *["*"] * needed.everything)
    with open_snapshot(location.git()) as after:
        states = States(after)
        # New files are what the commands made; of a change nobody knows whose it is.
        if states.files(known) != known:
            return replace(result, depends=depends, note="files that it is about changed while it ran")
        everything = states.everything if needed.everything else ""
        paths = tuple(states.of(needed.paths).items())
    ran = [one.text for one in result.commands if one.state == "passed"]
    said = ", ".join(ran[:2]) + (f" and {len(ran) - 2} more" if len(ran) > 2 else "")
    passed = result.outcome == "passed"
    tail = () if passed else result.output[-_RECORDED:]
    record = Record(
        check.one.item.id, digest_of(check.one.item), int(time.time()), passed,
        said if passed else result.reason, tail, paths, everything,
    )  # fmt: skip
    save_records(location.common_dir, [record])
    # The next commit is looked at closely, as items may be done by what is known now.
    forget(f"{location.git_dir}/chrono-git/plan")
    return replace(result, recorded=True, depends=depends)
