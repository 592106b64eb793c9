"""A file is replaced whole or not at all, through no link, and only if nobody else changed it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono_git.errors import ChronoError
from chrono_git.repo.replacing import Opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "work tree"
    folder.mkdir()
    return folder


@pytest.fixture
def workshop(tmp_path: Path) -> str:
    return str(tmp_path / "git dir" / "chrono-git")


@pytest.fixture(autouse=True)
def nothing_left_behind(root: Path, workshop: str) -> Iterator[None]:
    descriptors = len(list(Path("/dev/fd").iterdir()))
    yield
    assert len(list(Path("/dev/fd").iterdir())) == descriptors
    assert not list(Path(workshop).glob("*"))
    assert not list(root.rglob("*chrono-git*"))


@pytest.mark.parametrize(
    "path", ["a", "b/c/d", "ä b", os.fsdecode(b"\xff\xfe"), "-rf", "a\nb", "...", ".gitignore"]
)
def test_a_file(root: Path, workshop: str, path: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"old\r\n")
    with Opened(str(root), path) as file:
        assert file.content == b"old\r\n"
        assert file.replace(b"new", workshop)
    assert place.read_bytes() == b"new"
    with Opened(str(root), path) as file:
        assert file.content == b"new"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(), st.binary())
def test_content_comes_and_goes_as_it_is(root: Path, workshop: str, old: bytes, new: bytes) -> None:
    (root / "file").write_bytes(old)
    with Opened(str(root), "file") as file:
        assert file.content == old
        assert file.replace(new, workshop)
    assert (root / "file").read_bytes() == new


def test_content_of_some_megabytes(root: Path, workshop: str) -> None:
    content = os.urandom(1 << 20) * 5 + b"end"
    (root / "file").write_bytes(content)
    with Opened(str(root), "file") as file:
        assert file.content == content
        assert file.replace(content[::-1], workshop)
    assert (root / "file").read_bytes() == content[::-1]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o444, 0o640, 0o4755])
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_the_mode_is_kept(root: Path, workshop: str, mode: int, umask: int) -> None:
    (root / "file").write_bytes(b"old")
    (root / "file").chmod(mode)
    with masked(umask), Opened(str(root), "file") as file:
        assert file.replace(b"new", workshop)
    assert stat.S_IMODE((root / "file").stat().st_mode) == mode


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_new_files(root: Path, workshop: str, umask: int, mode: int) -> None:
    with masked(umask), Opened(str(root), "file") as file:
        assert file.content is None
        assert file.replace(b"new", workshop)
    assert (root / "file").read_bytes() == b"new"
    assert stat.S_IMODE((root / "file").stat().st_mode) == mode


@contextmanager
def masked(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def test_a_new_file_in_new_folders(root: Path, workshop: str) -> None:
    with Opened(str(root), "docs/deep/LOG.md") as file:
        assert file.content is None
        assert not (root / "docs").exists()
        assert file.replace(b"new", workshop)
    assert (root / "docs/deep/LOG.md").read_bytes() == b"new"
    with Opened(str(root), "docs/other/LOG.md") as file:
        assert file.replace(b"new", workshop)


def test_nothing_is_written_where_it_was_only_read(root: Path) -> None:
    with Opened(str(root), "docs/LOG.md") as file:
        assert file.content is None
    assert list(root.iterdir()) == []


def link(root: Path, path: str, target: Path | str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(target)


@pytest.mark.parametrize("target", ["outside", "inside", "nowhere"])
@pytest.mark.parametrize("at", ["link", "folder/link", "link/file", "folder/link/deep/file"])
def test_no_link_is_followed(root: Path, workshop: str, tmp_path: Path, target: str, at: str) -> None:
    name = at[: at.index("link") + 4]
    is_folder = at != name
    aim = {"outside": tmp_path / "outside", "inside": root / "inside", "nowhere": root / "nowhere"}[target]
    if target != "nowhere" and is_folder:
        (aim / "deep").mkdir(parents=True)
        (aim / "file").write_bytes(b"theirs")
        (aim / "deep/file").write_bytes(b"theirs")
    elif target != "nowhere":
        aim.write_bytes(b"theirs")
    link(root, name, aim)
    with pytest.raises(ChronoError) as caught:
        Opened(str(root), at)
    assert caught.value.path == at
    assert "link" in caught.value.hint
    assert (root / name).is_symlink()
    if target != "nowhere":
        assert {one.read_bytes() for one in (aim, *aim.rglob("*")) if one.is_file()} == {b"theirs"}


def test_a_root_that_is_a_link_is_the_user_s_own(root: Path, workshop: str, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(root)
    with Opened(str(tmp_path / "short"), "file") as file:
        assert file.replace(b"new", workshop)
    assert (root / "file").read_bytes() == b"new"


@pytest.mark.parametrize(
    "path",
    ["..", "../file", "a/../../file", "a/../b", "./a", "a//b", "/file", "", "a/", "a/.", "a\0b",
     ".git/config", "a/.git/hooks/x", ".GIT/config", ".git"],
)  # fmt: skip
def test_paths_that_are_none(root: Path, tmp_path: Path, path: str) -> None:
    (root / "a/.git/hooks").mkdir(parents=True)
    (root / ".git").mkdir()
    (tmp_path / "file").write_bytes(b"theirs")
    with pytest.raises(ChronoError) as caught:
        Opened(str(root), path)
    assert (caught.value.path, "out of" in caught.value.message) == (path, True)


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "file as a folder"])
def test_what_is_no_file(root: Path, kind: str) -> None:
    path = "there"
    if kind == "folder":
        (root / path).mkdir()
    elif kind == "pipe":
        os.mkfifo(root / path)
    elif kind == "socket":
        os.mknod(root / path, stat.S_IFSOCK | 0o600)
    else:
        (root / path).write_bytes(b"")
        path = "there/file"
    with pytest.raises(ChronoError) as caught:
        Opened(str(root), path)
    assert caught.value.path == path


def change_content(file: Path) -> None:
    file.write_bytes(b"theirs")


def change_without_a_trace_in_size(file: Path) -> None:
    found = file.stat()
    file.write_bytes(b"OLD")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def replace_by_the_same(file: Path) -> None:
    (file.parent / "other").write_bytes(b"old")
    (file.parent / "other").replace(file)


def remove(file: Path) -> None:
    file.unlink()


def change_mode(file: Path) -> None:
    file.chmod(0o600)


@pytest.mark.parametrize(
    "change", [change_content, change_without_a_trace_in_size, replace_by_the_same, remove, change_mode]
)
def test_changed_meanwhile(root: Path, workshop: str, change: object) -> None:
    place = root / "file"
    place.write_bytes(b"old")
    place.chmod(0o644)
    with Opened(str(root), "file") as file:
        assert callable(change)
        change(place)
        theirs = place.read_bytes() if place.exists() else None
        assert not file.replace(b"ours", workshop)
    assert (place.read_bytes() if place.exists() else None) == theirs


def test_made_meanwhile(root: Path, workshop: str) -> None:
    with Opened(str(root), "file") as file:
        (root / "file").write_bytes(b"theirs")
        assert not file.replace(b"ours", workshop)
    assert (root / "file").read_bytes() == b"theirs"


def test_a_link_made_meanwhile(root: Path, workshop: str, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"theirs")
    (root / "file").write_bytes(b"old")
    with Opened(str(root), "file") as file:
        (root / "file").unlink()
        (root / "file").symlink_to(tmp_path / "outside")
        assert not file.replace(b"ours", workshop)
    assert (tmp_path / "outside").read_bytes() == b"theirs"


def test_a_folder_made_a_link_meanwhile(root: Path, workshop: str, tmp_path: Path) -> None:
    (root / "folder").mkdir()
    (root / "folder/file").write_bytes(b"old")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/file").write_bytes(b"theirs")
    with Opened(str(root), "folder/file") as file:
        (root / "folder").rename(tmp_path / "moved")
        (root / "folder").symlink_to(tmp_path / "outside")
        # It is written where it was read, wherever that is now.
        assert file.replace(b"ours", workshop)
    assert (tmp_path / "outside/file").read_bytes() == b"theirs"
    assert (tmp_path / "moved/file").read_bytes() == b"ours"


def test_a_new_folder_made_a_link_meanwhile(root: Path, workshop: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    with Opened(str(root), "docs/LOG.md") as file:
        (root / "docs").symlink_to(tmp_path / "outside")
        with pytest.raises(ChronoError):
            file.replace(b"ours", workshop)
    assert list((tmp_path / "outside").iterdir()) == []


def test_what_a_killed_run_left_is_in_nobody_s_way(root: Path, workshop: str) -> None:
    Path(workshop).mkdir(parents=True)
    (Path(workshop) / f".chrono-git-{os.getpid()}").write_bytes(b"half")
    with Opened(str(root), "file") as file:
        assert file.replace(b"new", workshop)
    assert (root / "file").read_bytes() == b"new"


def on_one_system(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


@pytest.mark.parametrize("old", [b"old", None])
def test_from_another_file_system(root: Path, tmp_path: Path, old: bytes | None) -> None:
    places = [Path(name) for name in ("/dev/shm", "/tmp", "/var/tmp")]
    others = [place for place in places if os.access(place, os.W_OK) and not on_one_system(place, root)]
    if not others:
        pytest.skip("there is no other file system")
    workshop = others[0] / f"chrono-git-test-{os.getpid()}"
    if old is not None:
        (root / "file").write_bytes(old)
        (root / "file").chmod(0o755)
    try:
        with Opened(str(root), "file") as file:
            assert file.replace(b"new", str(workshop))
        assert list(workshop.iterdir()) == []
        with Opened(str(root), "file") as file:
            (root / "file").write_bytes(b"theirs")
            assert not file.replace(b"ours", str(workshop))
        assert list(workshop.iterdir()) == []
    finally:
        workshop.rmdir()
    assert (root / "file").read_bytes() == b"theirs"
    assert [path.name for path in root.iterdir()] == ["file"]
    assert old is None or stat.S_IMODE((root / "file").stat().st_mode) == 0o755


def test_a_full_disk(root: Path, workshop: str) -> None:
    (root / "file").write_bytes(b"old")
    with Opened(str(root), "file") as file, limited(1 << 16), pytest.raises(ChronoError) as caught:
        file.replace(b"x" * (1 << 17), workshop)
    assert (caught.value.path, caught.value.hint) == ("file", "make room for it")
    assert (root / "file").read_bytes() == b"old"


HINTS = {
    errno.ENOSPC: "make room for it",
    errno.EDQUOT: "make room for it",
    errno.EROFS: "make it, its folder and the git directory writable",
    errno.EACCES: "make it, its folder and the git directory writable",
    errno.EPERM: "make it, its folder and the git directory writable",
    errno.EIO: "it must be a regular file, reached through no link",
}


@pytest.mark.parametrize("number", HINTS, ids=errno.errorcode.get)
def test_the_hint_fits_the_reason(
    root: Path, workshop: str, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    (root / "file").write_bytes(b"old")
    with Opened(str(root), "file") as file:
        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(ChronoError) as caught:
            file.replace(b"new", workshop)
    assert (caught.value.message, caught.value.hint) == (
        f"cannot be written: {os.strerror(number)}", HINTS[number],
    )  # fmt: skip
    assert (root / "file").read_bytes() == b"old"


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Lets no file of this process grow beyond `size` bytes, as a full disk would."""
    import resource
    import signal

    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_no_place_for_what_is_made(root: Path, workshop: str) -> None:
    Path(workshop).parent.mkdir()
    Path(workshop).write_bytes(b"no folder")
    (root / "file").write_bytes(b"old")
    with Opened(str(root), "file") as file, pytest.raises(ChronoError) as caught:
        file.replace(b"new", workshop)
    assert os.strerror(errno.EEXIST) in caught.value.message
    assert (root / "file").read_bytes() == b"old"
    Path(workshop).unlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_cannot_be_written(root: Path, workshop: str) -> None:
    (root / "file").write_bytes(b"old")
    root.chmod(0o555)
    try:
        with Opened(str(root), "file") as file, pytest.raises(ChronoError):
            file.replace(b"new", workshop)
    finally:
        root.chmod(0o755)
    assert (root / "file").read_bytes() == b"old"
