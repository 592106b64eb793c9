"""Asks whether something answers on this machine, and on no other: at a port, or Docker's socket file."""

from __future__ import annotations

import errno
import socket
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = 1.0
_HERE = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
_AT_ONCE = 16


def answering(ports: Collection[int], *, seconds: float = SECONDS) -> frozenset[int]:
    """The ports at which something here takes a connection within `seconds`; it is closed at once."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda port: _answers(port, seconds), ports)
        return frozenset(port for port, answer in zip(ports, answers, strict=True) if answer)


def _answers(port: int, seconds: float) -> bool:
    if not 0 < port < 65536:
        return False
    for family, host in _HERE:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as client:
                client.settimeout(seconds)
                client.connect((host, port))
                # A socket may meet itself where nobody listens: its own port was drawn from the same range.
                if client.getsockname() != client.getpeername():
                    return True
        except OSError:
            continue
    return False


def docker_trouble(environment: Mapping[str, str], *, seconds: float = SECONDS) -> str | None:
    """Why Docker's daemon cannot be reached through its socket file; "" where it can be.

    None where `DOCKER_HOST` leads elsewhere, which is not tried.
    """
    told = environment.get("DOCKER_HOST", "")
    if told and not told.startswith("unix://"):
        return None
    home = environment.get("HOME", "")
    usual = ["/var/run/docker.sock", f"{home}/.docker/run/docker.sock", f"{home}/.colima/default/docker.sock"]
    if runtime := environment.get("XDG_RUNTIME_DIR", ""):
        usual.insert(1, f"{runtime}/docker.sock")
    trouble = "there is no socket file of it"
    for path in [told.removeprefix("unix://")] if told else usual:
        if not Path(path).exists():
            continue
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(seconds)
                client.connect(path)
                return ""
        except OSError as error:
            refused = error.errno in (errno.EACCES, errno.EPERM)
            trouble = f"{path} is not for this user" if refused else f"nobody answers at {path}"
    return trouble
