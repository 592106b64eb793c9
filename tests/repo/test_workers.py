"""Work in processes: nothing that one of them does can hang or end the others, or us."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from chrono_git.repo.workers import Died, cores, each
from tests.repo.test_stream import descriptors, has_children

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    before = descriptors()
    yield
    assert not has_children()
    assert descriptors() == before


class Do:
    """Calls a function."""

    def __init__(self, function: Callable[[int], object]) -> None:
        self.function = function
        self.expected: list[int] = []

    def begin(self, items: Sequence[int]) -> None:
        self.expected = list(items)

    def __call__(self, item: int) -> object:
        assert item in self.expected
        return self.function(item)


def done(function: Callable[[int], object], items: Sequence[int], seconds: float = 5.0) -> dict[int, object]:
    return dict(each(Do(function), items, seconds=seconds, workers=2))


def test_all_items_once() -> None:
    assert done(lambda item: item * 2, range(1000)) == {item: item * 2 for item in range(1000)}


def test_no_items() -> None:
    assert done(lambda item: item, []) == {}


def test_large_items_and_results() -> None:
    class Long:
        def begin(self, items: Sequence[bytes]) -> None:
            pass

        def __call__(self, item: bytes) -> bytes:
            return item * 20

    items = [bytes([letter]) * 50_000 for letter in range(60)]
    found = dict(each(Long(), items, seconds=5.0, workers=2))
    assert {item: len(found[item]) for item in items} == dict.fromkeys(items, 1_000_000)  # type: ignore[arg-type]


def slow_pid(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def test_they_work_at_the_same_time() -> None:
    pids = set(done(slow_pid, range(8)).values())
    assert len(pids) == 2
    assert os.getpid() not in pids


def abort(item: int) -> int:
    if item == 7:
        os.abort()
    return item


def crash(item: int) -> int:
    if item == 7:
        os.kill(os.getpid(), signal.SIGSEGV)
    return item


def fail(item: int) -> int:
    if item == 7:
        raise RuntimeError("what a bug")
    return item


def panic(item: int) -> int:
    if item == 7:
        raise BaseException("of another kind")
    return item


def leave(item: int) -> int:
    if item == 7:
        raise SystemExit(0)
    return item


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (abort, "the parser gave up"),
        (crash, "the parser crashed"),
        (fail, "the scanner failed: RuntimeError: what a bug"),
        (panic, "the scanner failed: BaseException: of another kind"),
        (leave, "the scanner failed: SystemExit: 0"),
    ],
)
def test_only_the_item_is_lost_that_was_worked_on(
    function: Callable[[int], int], reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    found = done(function, range(200))
    assert found.pop(7) == Died(reason)
    assert found == {item: item for item in range(200) if item != 7}
    assert capfd.readouterr() == ("", "")


def test_every_item_crashes() -> None:
    found = done(lambda _: os.abort(), range(20))
    assert found == dict.fromkeys(range(20), Died("the parser gave up"))


def test_a_time_limit_that_no_loop_escapes() -> None:
    def hang(item: int) -> int:
        while item in (3, 30):
            pass
        return item

    started = time.monotonic()
    found = done(hang, range(60), seconds=0.3)
    assert (found.pop(3), found.pop(30)) == (Died("took too long"), Died("took too long"))
    assert found == {item: item for item in range(60) if item not in (3, 30)}
    assert time.monotonic() - started < 5


def test_a_time_limit_inside_native_code() -> None:
    def hang(item: int) -> int:
        if item == 3:
            sum(range(10**12))
        return item

    assert done(hang, range(5), seconds=0.3)[3] == Died("took too long")


def test_memory_is_limited() -> None:
    if resource.getrlimit(resource.RLIMIT_AS)[1] >= 0:
        pytest.skip("there is a limit already")

    def eat(item: int) -> int:
        return len(bytearray(1 << 40)) if item == 3 else item

    found = done(eat, range(5))
    assert found.pop(3) == Died("the scanner failed: MemoryError")
    assert found == {0: 0, 1: 1, 2: 2, 4: 4}


def test_what_a_worker_says_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    done(lambda _: os.write(2, b"thread panicked\n") + os.write(1, b"x"), range(3))
    assert capfd.readouterr() == ("", "")


def test_a_killed_worker_is_replaced() -> None:
    def suicide(item: int) -> int:
        if item == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert done(suicide, range(6))[3] == Died("the process was killed, perhaps for its memory")


def test_nobody_stays_when_we_stop_early() -> None:
    results = each(Do(lambda item: time.sleep(10 * (item > 3))), range(100), seconds=60, workers=2)
    next(results)
    results.close()  # type: ignore[attr-defined]


def test_nobody_stays_when_the_items_fail() -> None:
    def items() -> Iterator[int]:
        yield from range(20)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(each(Do(lambda item: item), items(), seconds=5, workers=2))


_INTERRUPTED = """
import sys, time
from chrono_git.repo.workers import each
class Sleep:
    def begin(self, items): pass
    def __call__(self, item):
        open(sys.argv[1] + f"/{item}", "w").write(str(__import__("os").getpid()))
        time.sleep(60)
try:
    list(each(Sleep(), range(4), seconds=100, workers=2))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_stays_when_we_are_interrupted(tmp_path: Path, how: signal.Signals) -> None:
    program = subprocess.Popen([sys.executable, "-c", _INTERRUPTED, str(tmp_path)], cwd=ROOT)
    try:
        for _ in range(500):
            pids = [int(path.read_text() or 0) for path in tmp_path.iterdir()]
            if len(pids) == 2 and all(pids):
                break
            time.sleep(0.02)
        assert len(pids) == 2
        program.send_signal(how)
        assert program.wait(10) == (130 if how == signal.SIGINT else -how)
        if how == signal.SIGINT:
            assert not any(is_alive(pid) for pid in pids)
    finally:
        program.kill()
        for pid in pids:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"


def test_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
