"""The diagnosis: what the guides ask for, whether it is there, and how chrono-git itself is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chrono_git.app.health import of_configuration, of_git, of_guides, of_repository
from chrono_git.app.judged import Judge
from chrono_git.app.report import build_report
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import ConfigError
from chrono_git.guide.needed import Listed, listed
from chrono_git.model import GuideReport, Report
from chrono_git.needs.asked import needs_of, ports_of
from chrono_git.needs.need import Need, Service, Word
from chrono_git.render.doctor import Checked, Diagnosis, Finding
from chrono_git.render.words import problems_of
from chrono_git.repo.location import Location, locate
from chrono_git.repo.snapshot import open_snapshot


def diagnose(
    start: str,
    guides: Sequence[str] = (),
    *,
    release: str,
    use_cache: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Diagnosis:
    """Looks at chrono-git itself and at what `guides` (ids or paths) ask for, on this machine.

    Without any, at the guides of which something is open. `release` is chrono-git's version,
    `environment` the variables to go by, by default this process's. Programs of the repository
    are never run, and no other machine is asked. Raises ChronoError where there is no
    repository, and for a guide that cannot be found.
    """
    git = of_git(start)
    if git.state != "fine":
        return Diagnosis((git,), ())
    location = locate(start)
    health = [git, *of_repository(location, release=release, use_cache=use_cache)]
    try:
        config, there = _config(location)
    except ConfigError as trouble:
        return Diagnosis((*health, of_configuration(PATH, trouble, there=True)), ())
    everything = build_report(start, use_cache=use_cache)
    chosen, complete = _chosen(start, guides, everything, use_cache=use_cache)
    health.append(of_configuration(PATH, None, there=there))
    health.append(of_guides(len(everything.guides), problems_of(everything)))
    needs = _needs(location, chosen, config)
    reports = {one.guide.id.casefold(): one for one in (*everything.guides, *chosen)}
    ports = {key: port for one in chosen for key, port in ports_of(one.guide).items()}
    judge = Judge(
        location,
        [need for each in needs.values() for need in each],
        {**ports, **config.ports},
        reports,
        os.environ if environment is None else environment,
    )
    return Diagnosis(tuple(health), tuple(_checked(one, needs, judge) for one in chosen), complete)


def _config(location: Location) -> tuple[Config, bool]:
    with open_snapshot(location.git()) as snapshot:
        content = snapshot.read(PATH)
    return (parse_config(content, PATH), True) if isinstance(content, bytes) else (Config(), False)


def _chosen(
    start: str, names: Sequence[str], everything: Report, *, use_cache: bool
) -> tuple[tuple[GuideReport, ...], int]:
    """The guides that were asked for, else those that are not complete, and how many were left out."""
    if names:
        known = {one.guide.id.casefold(): one for one in everything.guides}
        if all(name.casefold() in known for name in names):
            return tuple(dict.fromkeys(known[name.casefold()] for name in names)), 0
        return build_report(start, names, use_cache=use_cache).guides, 0
    going = tuple(one for one in everything.guides if not _is_over(one))
    return going, len(everything.guides) - len(going)


def _is_over(report: GuideReport) -> bool:
    """Whether nothing of a guide is open but for what must be there before it, or it lies in an archive."""
    own = [one for one in report.items if one.item.kind != "prerequisite"]
    open_ = any(one.status in ("open", "partial", "unknown") for one in own)
    return "/archive/" in f"/{report.guide.path}" or not open_


def _needs(location: Location, chosen: Sequence[GuideReport], config: Config) -> dict[str, tuple[Need, ...]]:
    texts: dict[str, tuple[Listed, ...]] = {}
    with open_snapshot(location.git()) as snapshot:
        for path, content in snapshot.read_many([one.guide.path for one in chosen]):
            texts[path] = listed(content) if isinstance(content, bytes) else ()
    return {
        one.guide.path: tuple(
            _configured(need, config) for need in needs_of(one.guide, texts.get(one.guide.path, ()))
        )
        for one in chosen
    }


def _configured(need: Need, config: Config) -> Need:
    """A need that no table knows, as the service of that name whose port the configuration tells."""
    if not isinstance(need.ask, Word) or need.place != "prerequisite":
        return need
    for name, port in config.ports.items():
        if name.casefold() in need.text.casefold():
            return replace(need, ask=Service(name, name, (port,)))
    return need


def _checked(report: GuideReport, needs: Mapping[str, tuple[Need, ...]], judge: Judge) -> Checked:
    guide = report.guide
    return Checked(guide.id, guide.title, guide.path, tuple(_findings(report, needs[guide.path], judge)))


def _findings(report: GuideReport, needs: Sequence[Need], judge: Judge) -> Iterator[Finding]:
    ticked = {one.item.id for one in report.items if one.item.ticked or one.agreement == "attested"}
    for item in (one.item for one in report.items if one.item.kind == "prerequisite" and one.item.skip):
        # Optional, as it is for the guide's author to mend and no lack of the machine.
        skip = item.skip or ""
        if "placeholder" in skip:
            yield Finding(
                "missing", "placeholder", item.text, f"a {skip}", "fill it in, or delete the line", True,
                "prerequisite", item.text, item.line, item.id,
            )  # fmt: skip
    for need in needs:
        yield judge.judge(need, attested=need.item in ticked)
