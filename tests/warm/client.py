"""Stands for a hook's program: `python -SE client.py SOCKET PROGRAM EVENT [ARGUMENT...]`, see the package.

It hands its descriptors, its folder and its environment over and ends as the hook does.
"""

import _socket
import marshal
import posix
import sys


def main() -> None:
    """Has the hook run; does not return."""
    path, *words = sys.argv[1:]
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    line.connect(path)
    asked = marshal.dumps((words, posix.environ, posix.umask(0)))
    given = (0, 1, 2, posix.open(".", posix.O_RDONLY))
    packed = b"".join(one.to_bytes(4, sys.byteorder) for one in given)
    line.sendmsg([len(asked).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, packed)])
    line.sendall(asked)
    status = line.recv(1)
    if not status:
        posix.kill(posix.getpid(), 9)  # as the hook was
    posix._exit(status[0])


main()
