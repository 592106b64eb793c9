from __future__ import annotations

import socket
from pathlib import Path

from chrono_git.repo.services import answering, docker_trouble


def test_what_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        up, down = server.getsockname()[1], silent.getsockname()[1]
        assert answering((up, down, 0, -1, 70_000)) == {up}
        server.settimeout(1)
        server.accept()[0].close()


def test_the_newer_protocol_alone_will_do() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
        assert answering((port,)) == {port}


def test_docker(tmp_path: Path) -> None:
    path = tmp_path / "docker.sock"
    told = {"DOCKER_HOST": f"unix://{path}"}
    assert docker_trouble(told) == "there is no socket file of it"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        assert docker_trouble(told) == f"nobody answers at {path}"
        server.listen()
        assert docker_trouble(told) == ""
    assert docker_trouble({"DOCKER_HOST": "tcp://build.example.org:2375"}) is None
