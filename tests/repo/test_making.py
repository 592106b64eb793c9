"""New files and folders: through no link, over nothing, into no other repository, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from chrono_git.errors import ChronoError
from chrono_git.repo import making
from chrono_git.repo.making import make_directory, make_file, state_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "work tree"
    folder.mkdir()
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def workshop(tmp_path: Path) -> str:
    return str(tmp_path / "git dir" / "chrono-git")


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path, outside: Path, workshop: str) -> Iterator[None]:
    descriptors = len(list(Path("/dev/fd").iterdir()))
    yield
    assert len(list(Path("/dev/fd").iterdir())) == descriptors
    assert not list(Path(workshop).glob("*"))
    assert not list(outside.iterdir())
    assert not list(tmp_path.rglob(".chrono-git-*"))


def test_folders(root: Path) -> None:
    assert state_of(str(root), "a/b") == "missing"
    assert make_directory(str(root), "a/b") == "made"
    assert (make_directory(str(root), "a/b"), make_directory(str(root), "a")) == ("there", "there")
    assert state_of(str(root), "a") == "directory"


@pytest.mark.parametrize("content", [b"", b"text\n"])
@pytest.mark.parametrize(("executable", "mode"), [(False, 0o644), (True, 0o755)])
def test_files(root: Path, workshop: str, content: bytes, executable: bool, mode: int) -> None:
    old = os.umask(0o022)
    try:
        assert make_file(str(root), "a/x", content, workshop, executable=executable) == "made"
    finally:
        os.umask(old)
    assert (root / "a/x").read_bytes() == content
    assert stat.S_IMODE((root / "a/x").stat().st_mode) == mode
    assert (root / "a/x").stat().st_nlink == 1
    assert make_file(str(root), "a/x", content, workshop) == "there"


def test_only_a_file_of_no_bytes_is_filled(root: Path, workshop: str) -> None:
    (root / "empty").touch(0o640)
    (root / "full").write_text("mine")
    assert state_of(str(root), "empty") == "empty"
    assert make_file(str(root), "empty", b"", workshop) == "there"
    assert make_file(str(root), "empty", b"new", workshop, executable=True) == "filled"
    assert make_file(str(root), "full", b"new", workshop) == "there"
    assert ((root / "empty").read_text(), (root / "full").read_text()) == ("new", "mine")
    assert stat.S_IMODE((root / "empty").stat().st_mode) == 0o750


REFUSED = {
    "link/x": "link is a link",
    "link": "link is a link",
    "dangling": "dangling is a link",
    "pipe": "pipe is no file",
    "file/x": "file is a file",
    "other/x": "other is another repository",
    "worktree/deep/x": "worktree is another repository",
    "FOLDER/x": "FOLDER differs from folder in its spelling only",
    "folder/KÄSE": "KÄSE differs from käse in its spelling only",
    "folder/ka\u0308se": "ka\u0308se differs from käse in its spelling only",
    "../x": "its path leads out of the work tree",
    "a//x": "its path leads out of the work tree",
    ".git/x": "its path leads out of the work tree",
    ".GIT/x": "its path leads out of the work tree",
    "a/.git": "its path leads out of the work tree",
    "a\0b": "its path leads out of the work tree",
    "x" * 300: "cannot be made: File name too long",
}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: repr(path)[:20])
def test_refusals(root: Path, outside: Path, workshop: str, path: str) -> None:
    (root / "link").symlink_to(outside)
    (root / "dangling").symlink_to(outside / "new")
    os.mkfifo(root / "pipe")
    (root / "file").write_text("x")
    (root / "other/.git").mkdir(parents=True)
    (root / "worktree").mkdir()
    (root / "worktree/.git").write_text("gitdir: x")
    (root / "folder").mkdir()
    (root / "folder/käse").touch()
    before = sorted(str(one) for one in root.rglob("*"))
    for make in (
        lambda: state_of(str(root), path),
        lambda: make_directory(str(root), path),
        lambda: make_file(str(root), path, b"x", workshop),
        lambda: make_file(str(root), path, b"", workshop),
    ):
        with pytest.raises(ChronoError) as caught:
            make()
        assert caught.value.message == REFUSED[path]
        assert (caught.value.path, caught.value.exit_status) == (path, 2)
    kept = [one for one in sorted(str(one) for one in root.rglob("*")) if one != str(root / "a")]
    assert kept == before


def test_what_is_there_of_another_kind(root: Path, workshop: str) -> None:
    (root / "folder").mkdir()
    (root / "file").touch()
    with pytest.raises(ChronoError, match="a folder is there"):
        make_file(str(root), "folder", b"", workshop)
    with pytest.raises(ChronoError, match="a file is there"):
        make_directory(str(root), "file")


def test_a_link_that_comes_between_the_look_and_the_making(
    root: Path, outside: Path, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = os.mkdir

    def mkdir(name: bytes, *, dir_fd: int) -> None:
        genuine(name, dir_fd=dir_fd)
        os.rmdir(name, dir_fd=dir_fd)
        os.symlink(outside, name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "mkdir", mkdir)
    with pytest.raises(ChronoError, match="cannot be made"):
        make_file(str(root), "a/x", b"x", workshop)


@pytest.mark.parametrize("content", [b"", b"x"])
def test_a_file_that_comes_between_the_look_and_the_making(
    root: Path, workshop: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = making._refuse_namesake

    def namesake(folder: int, name: bytes) -> None:
        genuine(folder, name)
        (root / "x").symlink_to(root.parent / "outside/y")

    monkeypatch.setattr(making, "_refuse_namesake", namesake)
    assert make_file(str(root), "x", content, workshop) == "there"
    assert (root / "x").is_symlink()


@pytest.mark.parametrize("error", [OSError(18, "Invalid cross-device link"), PermissionError(1, "no links")])
def test_where_there_are_no_links(
    root: Path, workshop: str, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, "link", link)
    assert make_file(str(root), "a/x", b"text", workshop) == "made"
    assert (root / "a/x").read_bytes() == b"text"
    assert make_file(str(root), "a/x", b"other", workshop) == "there"


@pytest.mark.parametrize("linked", [True, False])
def test_a_stop_in_the_middle_leaves_nothing(
    root: Path, workshop: str, linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    if linked:
        monkeypatch.setattr(os, "link", stop)
    else:
        monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        make_file(str(root), "x", b"text", workshop)
    assert not (root / "x").exists()
