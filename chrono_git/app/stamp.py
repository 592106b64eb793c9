"""What tells one installation of our own files from another: their sizes and times."""

from __future__ import annotations

import os


def stamp_of(folder: str) -> list[str]:
    """The path, size and time of every module and table below a folder, sorted."""
    found = []
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".toml")):
                    found.append(state_of(entry.path, entry.stat()))
                elif entry.is_dir() and entry.name != "__pycache__":
                    folders.append(entry.path)
    return sorted(found)


def state_of(path: str, seen: os.stat_result) -> str:
    """One file as it stands in a stamp."""
    return f"{path} {seen.st_size} {seen.st_mtime_ns}"
