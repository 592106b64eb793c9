"""The cache forgets rather than fails: damage, locks, other versions, no place to write."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.cache import SCHEMA, Cache, NullCache, open_cache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chrono-git" / "cache.sqlite"


def test_what_is_put_is_got_by_space_and_key(path: Path) -> None:
    with Cache(path) as cache:
        assert cache.get("a", "k") is None
        cache.put_many("a", {"k": b"1", "é\udcff": b""})
        cache.put_many("b", {b"k": b"\x00\xff"})
        cache.put_many("a", {b"k": b"2"})
    with Cache(path) as cache:
        assert cache.get("a", b"k") == b"2"
        assert cache.get("b", "k") == b"\x00\xff"
        assert cache.get_many("a", ["k", "é\udcff", "x"]) == {"k": b"2", "é\udcff": b""}
        assert cache.get("c", "k") is None


def test_many_keys(path: Path) -> None:
    values = {f"{number}": f"{number}".encode() for number in range(5000)}
    with Cache(path) as cache:
        cache.put_many("a", values)
        assert cache.get_many("a", values.keys()) == values


def test_reading_alone_makes_no_file(path: Path) -> None:
    with Cache(path) as cache:
        assert cache.get("a", "k") is None
        cache.put_many("a", {})
        cache.prune()
    assert not path.parent.exists()


def test_nothing_but_its_own_files_is_left(path: Path) -> None:
    with Cache(path) as cache:
        cache.put_many("a", {"k": b"1"})
    assert [one.name for one in path.parent.iterdir()] == ["cache.sqlite"]


def test_the_place_is_under_the_git_directory(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert isinstance(cache, Cache)
    assert cache.path == tmp_path / "chrono-git" / f"cache-v{SCHEMA}.sqlite"
    nothing = open_cache(None)
    assert isinstance(nothing, NullCache)
    nothing.put_many("a", {"k": b"1"})
    assert (nothing.get("a", "k"), nothing.get_many("a", ["k"])) == (None, {})


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("drop table entry")
        connection.execute("create table entry (other)")
        connection.execute("pragma user_version = 99")
    connection.close()


@pytest.mark.parametrize("damage", [_garbage, _cut, _scrambled, _empty, _other_version])
def test_a_damaged_file_is_made_anew_without_a_word(path: Path, damage: Callable[[Path], None]) -> None:
    with Cache(path) as cache:
        cache.put_many("a", {f"{number}": os.urandom(100) for number in range(500)})
    damage(path)
    # Damage may show at the first run's reading or writing; the run after it is well in any case.
    for _ in range(2):
        with Cache(path) as cache:
            cache.get_many("a", [f"{number}" for number in range(500)])
            cache.put_many("a", {"k": b"new"})
    with Cache(path) as cache:
        assert cache.get("a", "k") == b"new"


def test_a_value_with_a_flipped_bit_is_forgotten(path: Path) -> None:
    with Cache(path) as cache:
        cache.put_many("a", {"k": b"a rather long value", "l": b"another"})
    path.write_bytes(path.read_bytes().replace(b"rather long", b"rather lonf"))
    with Cache(path) as cache:
        assert cache.get_many("a", ["k", "l"]) == {"l": b"another"}


def test_a_locked_file_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono_git.cache._WAIT", 0.05)
    with Cache(path) as cache:
        cache.put_many("a", {"k": b"1"})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    with Cache(path) as cache:
        cache.put_many("a", {"k": b"2"})
        assert cache.get("a", "k") is None
    holder.execute("rollback")
    holder.close()
    with Cache(path) as cache:
        assert cache.get("a", "k") == b"1"


def test_no_place_to_write(tmp_path: Path) -> None:
    (tmp_path / "chrono-git").write_text("a file where the folder should be")
    for place in (tmp_path, tmp_path / "chrono-git", Path("/proc/none")):
        with Cache(place / "chrono-git" / "c.sqlite") as cache:
            cache.put_many("a", {"k": b"1"})
            assert cache.get("a", "k") is None


def test_a_folder_where_the_file_should_be(path: Path) -> None:
    path.mkdir(parents=True)
    with Cache(path) as cache:
        cache.put_many("a", {"k": b"1"})
        assert cache.get("a", "k") is None


def test_the_size_is_bounded_and_the_oldest_go_first(path: Path) -> None:
    with Cache(path, limit=1 << 20) as cache:
        for number in range(40):
            cache.put_many("a", {f"{number}": os.urandom(100_000)})
            assert path.stat().st_size <= 1 << 20
        kept = cache.get_many("a", [f"{number}" for number in range(40)])
        assert list(map(int, sorted(kept, key=int))) == list(range(40 - len(kept), 40))
        assert len(kept) >= 4
        cache.put_many("a", {"huge": bytes(1 << 19)})
        assert cache.get("a", "huge") is None


def test_threads_and_processes_share_it(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from chrono_git.cache import Cache\n"
        "for n in range(20):\n"
        "    with Cache(Path(sys.argv[1])) as cache: cache.put_many('p', {sys.argv[2] + str(n): b'v'})\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abc"]

    def write() -> None:
        with Cache(path) as cache:
            for number in range(20):
                cache.put_many("t", {f"{threading.get_ident()}-{number}": b"v"})

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run.wait() for run in runs] == [0, 0, 0]
    with Cache(path) as cache:
        keys = [f"{name}{number}" for name in "abc" for number in range(20)]
        assert len(cache.get_many("p", keys)) == len(keys)


def test_sqlite_is_loaded_only_when_there_is_something_to_do(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from chrono_git.cache import Cache\n"
        "Cache(Path(sys.argv[1])).get('a', 'k'); print('sqlite3' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "False\n"


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.binary(max_size=8), st.binary(max_size=64), max_size=8))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, values: dict[bytes, bytes]) -> None:
    with Cache(tmp_path_factory.mktemp("cache") / "c.sqlite") as cache:
        cache.put_many("a", values)
        assert cache.get_many("a", values.keys()) == values
