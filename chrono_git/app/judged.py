"""What was found of each thing that a guide asks for, and what is to be done about it."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterator, Mapping

from chrono_git.app.toolbox import Toolbox
from chrono_git.app.verdict import BEST_FIRST, Verdict
from chrono_git.model import GuideReport
from chrono_git.needs import services
from chrono_git.needs.need import (
    Ask,
    Configured,
    File,
    Need,
    Other,
    Program,
    Refused,
    Room,
    Service,
    Tool,
    Variable,
    Word,
)
from chrono_git.render.doctor import Finding, State
from chrono_git.repo.disk import read_beneath, status_beneath
from chrono_git.repo.location import Location
from chrono_git.repo.machine import free_disk, memory, trace_of_settings
from chrono_git.repo.services import answering, docker_trouble

_DOTENV = (".env", ".env.local", ".envrc")
_DOTENV_BYTES = 1 << 20
_SET = re.compile(r"\s*(?:export\s+)?(\w{1,100})\s*=\s*[^\s#]")
_LOOK = "see for yourself"


class Judge:
    """Looks at everything that `needs` ask for, each tool and port once, and judges one after the other.

    `ports` are the services' own ports by their keys, `reports` all guides by their ids in lower
    case, `environment` are the variables to go by.
    """

    def __init__(
        self,
        location: Location,
        needs: Collection[Need],
        ports: Mapping[str, int],
        reports: Mapping[str, GuideReport],
        environment: Mapping[str, str],
    ) -> None:
        self._location = location
        self._environment = environment
        self._ports = ports
        self._reports = reports
        self._tools = Toolbox(location, needs, environment)
        self._answering = answering(sorted({port for need in needs for port in self._ports_of(need.ask)}))
        self._set: dict[str, str] | None = None

    def judge(self, need: Need, *, attested: bool = False) -> Finding:
        """What was found; `attested` says that a person spoke for it, by a tick or a claim."""
        seen = self._verdict(need.ask, need.text, attested)
        return Finding(*seen, need.optional, need.place, need.text, need.line or None, need.item or None)

    def _verdict(self, ask: Ask, text: str, attested: bool) -> Verdict:
        match ask:
            case Tool():
                return self._tools.judge(ask, [one for one in self._ports_of(ask) if one in self._answering])
            case Configured(program):
                return self._configured(program)
            case Service():
                return self._service(ask)
            case Variable(name):
                return self._variable(name)
            case File():
                return self._file(ask)
            case Room():
                return _room(ask, self._location.top)
            case Other(guides):
                return self._others(guides)
            case Word(why):
                return Verdict("person", "person", text, f"{why}; somebody did" if attested else why)
            case Refused(why):
                remedy = "write the bare name of the program into the guide"
                return Verdict("unjudged", "refused", text, why, remedy)

    def _ports_of(self, ask: Ask) -> tuple[int, ...]:
        if isinstance(ask, Tool):
            known = {one.ports: one.key for one in services.SERVICES if one.key in self._ports}
            return (self._ports[known[ask.ports]],) if ask.ports in known else ask.ports
        if not isinstance(ask, Service) or ask.host:
            return ()
        usual = next((one for one in services.SERVICES if one.key == ask.key), None)
        # A port that the guide gives in words says more than the configuration.
        own = ask.key in self._ports and (usual is None or usual.ports == ask.ports)
        return (self._ports[ask.key],) if own else ask.ports

    def _configured(self, program: Program) -> Verdict:
        what = f"{program.title} is configured"
        if program.names[0] == "git":
            return self._git(what)
        trace = trace_of_settings(program.names[0], self._environment)
        if trace:
            said = f"{trace} is there; whether it is right was not tried"
            return Verdict("fine", "configured", what, said)
        if trace is None:
            return Verdict("person", "configured", what, "where it keeps its settings is not known", _LOOK)
        return Verdict("person", "configured", what, "no settings of it are where they usually are", _LOOK)

    def _git(self, what: str) -> Verdict:
        git = self._location.git()
        keys = ("user.name", "user.email")
        absent = [key for key in keys if not git.try_run("config", "--get", key)[1].strip()]
        if not absent:
            return Verdict("fine", "configured", what, " and ".join(keys) + " are set")
        said = " and ".join(absent)
        remedy = f"set {said} with `git config --global`"
        return Verdict("missing", "configured", what, f"git does not know {said}", remedy)

    def _service(self, ask: Service) -> Verdict:
        what = f"{ask.title} is running"
        if ask.host:
            said = f"at {ask.host}, which is another machine and was not asked"
            return Verdict("person", "service", what, said, _LOOK)
        if ask.key == services.DOCKER:
            return self._docker(what)
        ports = self._ports_of(ask)
        up = [port for port in ports if port in self._answering]
        if up:
            return Verdict("fine", "service", what, f"something answers at port {up[0]} of this machine")
        said = f"nothing answers at port {' or '.join(map(str, ports))} of this machine"
        remedy = "start it"
        if ask.key:
            remedy += f", or give its port in .chrono/config.toml: `{ask.key} = PORT` under [doctor.ports]"
        return Verdict("missing", "service", what, said, remedy)

    def _docker(self, what: str) -> Verdict:
        trouble = docker_trouble(self._environment)
        if trouble is None:
            said = "DOCKER_HOST leads away from this machine's socket file, and was not tried"
            return Verdict("person", "service", what, said, _LOOK)
        if trouble:
            return Verdict("missing", "service", what, trouble, "start Docker")
        return Verdict("fine", "service", what, "it answers")

    def _variable(self, name: str) -> Verdict:
        what = f"`{name}` is set"
        if self._environment.get(name):
            return Verdict("fine", "variable", what, "in this environment")
        if self._set is None:
            self._set = dict(self._in_files())
        if name in self._set:
            return Verdict("fine", "variable", what, f"in {self._set[name]}, not in this environment")
        found = "it is empty" if name in self._environment else "neither in this environment nor in .env"
        return Verdict("missing", "variable", what, found, "set it, as the guide's set-up does")

    def _in_files(self) -> Iterator[tuple[str, str]]:
        for file in _DOTENV if self._location.root else ():
            content = read_beneath(self._location.root or "", file, _DOTENV_BYTES)
            if isinstance(content, bytes):
                for line in content.decode("utf-8", "replace").splitlines():
                    if found := _SET.match(line[:300]):
                        yield found[1], file

    def _file(self, ask: File) -> Verdict:
        what = f"`{ask.path}`"
        if self._location.root is None:
            said = "there is no work tree here"
            return Verdict("unjudged", "file", what, said, "run it in a clone that has one")
        seen = status_beneath(self._location.root, ask.path)
        if seen is None:
            remedy = "make it, as the guide says, or correct the guide"
            return Verdict("missing", "file", what, "is not there, or only through a link", remedy)
        if ask.kind == "folder" and stat.S_ISREG(seen.st_mode):
            return Verdict(
                "missing", "file", what, "is a file, not a folder", "correct the guide, or move it"
            )
        if ask.kind != "folder" and stat.S_ISDIR(seen.st_mode):
            return Verdict("missing", "file", what, "is a folder, not a file", "correct the guide")
        if ask.kind == "script" and stat.S_ISREG(seen.st_mode) and not seen.st_mode & 0o111:
            return Verdict("missing", "file", what, "is there, but not executable", f"`chmod +x {ask.path}`")
        return Verdict("fine", "file", what, "is there")

    def _others(self, guides: tuple[str, ...]) -> Verdict:
        what = " and ".join(guides) + (" is completed" if len(guides) == 1 else " are completed")
        seen = [self._other(name) for name in guides]
        state = max((state for state, _, _ in seen), key=BEST_FIRST.index)
        remedy = next((remedy for _, _, remedy in seen if remedy), "")
        return Verdict(state, "guide", what, "; ".join(said for _, said, _ in seen), remedy)

    def _other(self, name: str) -> tuple[State, str, str]:
        report = self._reports.get(name.casefold())
        if report is None:
            return "person", f"there is no guide {name} here to ask", ""
        left = report.totals["open"] + report.totals["partial"]
        if left:
            said = f"{left} of {report.totals['items']} items of {name} are to be done"
            return "missing", said, f"`chrono-git next {name}`"
        return "fine", f"{name} has nothing open", ""


def _room(ask: Room, folder: str) -> Verdict:
    what = f"{_size(ask.size)} of {'free disk space' if ask.kind == 'disk' else 'memory'}"
    has = free_disk(folder) if ask.kind == "disk" else memory()
    if has is None:
        return Verdict("unjudged", ask.kind, what, "the machine does not tell", _LOOK)
    said = f"{_size(has)} {'free' if ask.kind == 'disk' else 'in this machine'}"
    # A machine of 16 GB shows a little less.
    if has >= (ask.size if ask.kind == "disk" else ask.size * 0.9):
        return Verdict("fine", ask.kind, what, said)
    return Verdict("missing", ask.kind, what, said, "make room" if ask.kind == "disk" else "use a larger one")


def _size(size: int) -> str:
    for unit, factor in (("TB", 1000**4), ("GB", 1000**3), ("MB", 1000**2)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size // 1000} kB"
