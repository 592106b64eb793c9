"""Runs hooks and commands in forks of itself: `python -SE server.py FOLDER`, see the package.

It ends with its standard input. A hook that ends without a word was killed.
"""

# ruff: noqa: E402
import sys

META_PATH = tuple(sys.meta_path)
ROOT = __file__[: -len("/tests/warm/server.py")]
sys.path[0] = ROOT
PATH = tuple(sys.path)

import array
import atexit
import gc
import marshal
import os
import pkgutil
import select
import site
import socket
import time
import traceback
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NoReturn

# What is imported only where it is needed.
LATE = ("ast_grep_py", "git", "markdown_it", "sqlite3", "tomllib")


class Remembered:
    """Finds what was loaded before, where it would be found now: `sys.path` is asked, as ever.

    Python's own library is always found, and stays loaded; all else is taken out of `sys.modules`.
    """

    def __init__(self) -> None:
        out = [name for name in sys.modules if name == "site" or not _is_pythons(name)]
        # Hooks execute their own modules, for what happens then is part of what they do.
        loaded = {name: sys.modules.pop(name) for name in out}
        self.modules = {
            name: module for name, module in loaded.items() if not name.startswith("chrono_git.hook")
        }
        self.specs = {name: module.__spec__ for name, module in self.modules.items()}

    def find_spec(self, name: str, path: object = None, _target: object = None) -> ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder`."""
        if name not in self.modules or (path is None and not _is_reachable(self.specs[name])):
            return None
        return ModuleSpec(name, self)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """See `importlib.abc.Loader`."""
        return self.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Gives the module its own specification back; it has been executed."""
        assert module.__spec__ is not None
        module.__spec__ = self.specs[module.__spec__.name]


def _is_pythons(name: str) -> bool:
    return name == "__main__" or name.partition(".")[0] in sys.stdlib_module_names


def _is_reachable(spec: ModuleSpec | None) -> bool:
    if spec is None or not spec.has_location or spec.origin is None:
        return True
    return str(Path(spec.origin).parents[1 if spec.submodule_search_locations else 0]) in sys.path


def load() -> None:
    """Loads everything that hooks may need, and makes a cold start of it again."""
    site.main()
    import chrono_git

    for one in pkgutil.walk_packages(chrono_git.__path__, "chrono_git."):
        if not one.name.startswith(("chrono_git.hook", "chrono_git.__main__")):
            __import__(one.name)
    for name in LATE:
        __import__(name)
    from tests.warmth import load_scanner

    load_scanner()
    sys.meta_path[:] = [Remembered(), *META_PATH]
    sys.path[:] = PATH
    gc.collect()
    gc.freeze()


def run(line: socket.socket) -> NoReturn:
    """Runs the hook that is asked for, in this process."""
    size, ancillary, _, _ = line.recvmsg(4, socket.CMSG_SPACE(16))
    descriptors = array.array("i", ancillary[0][2])
    asked = b""
    while len(asked) < int.from_bytes(size, "big"):
        asked += line.recv(1 << 20)
    words, environment, umask = marshal.loads(asked)
    for wanted, given in enumerate(descriptors[:3]):
        os.dup2(given, wanted)
    os.fchdir(descriptors[3])
    for given in descriptors:
        os.close(given)
    os.umask(umask)
    os.environb.clear()
    os.environb.update(environment)
    time.tzset()
    sys.argv[:] = [f"{ROOT}/{words[0]}", *words[1:]]
    status = 1
    try:
        status = _run(sys.argv[0])
        if "site" in sys.modules:
            atexit._run_exitfuncs()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    line.sendall(bytes([status]))
    os._exit(status)


def _run(program: str) -> int:
    """Runs a program that has a `main`, or all of one that has none."""
    space: dict[str, object] = {"__name__": "warm", "__file__": program}
    exec(compile(Path(program).read_bytes(), program, "exec"), space)
    main = space.get("main")
    return main() if callable(main) else 0


def main(folder: str) -> None:
    """Answers until standard input ends."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{folder}/socket")
    listener.listen(64)
    os.write(1, b"ready\n")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    load()
    running = 0
    while listener.fileno() in select.select([listener.fileno(), 0], [], [])[0]:
        line = listener.accept()[0]
        if os.fork() == 0:
            listener.close()
            run(line)
        line.close()
        running += 1
        # Waiting for them counts their time as that of the tests.
        while running and os.waitpid(-1, os.WNOHANG)[0]:
            running -= 1
    for _ in range(running):
        os.wait()


main(sys.argv[1])
