"""Replays a history commit by commit: how often the hook's glance is enough, and whether it ever errs.

usage: python scripts/_bench/glance.py COMMITS CLONE...   (in an environment that has chrono-git)

For each of the last commits with one parent, both are judged by the whole engine, which takes its
time. Reports are remembered in the clone's git directory, so that a second run is quick.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from chrono_git.app.plan import plan_of
from chrono_git.app.report import commit_report
from chrono_git.config import PATH, Config, parse_config
from chrono_git.hook import watch
from chrono_git.hook.commit_glance import LARGEST, QUESTION
from chrono_git.model import Report
from chrono_git.repo.location import Location, locate
from chrono_git.repo.objects import ObjectReader


def replay(clone: str, most: int) -> Counter[str]:
    """Counts what became of the last `most` commits; what the glance missed is printed."""
    location = locate(clone)
    rows = location.git().run("rev-list", "--topo-order", "--reverse", "--no-merges", "--parents", "HEAD")
    pairs = [row.split() for row in rows.decode().splitlines() if row.count(" ") == 1]
    plans: dict[str, dict[str, object]] = {}
    counts: Counter[str] = Counter()
    for child, parent in pairs[-most:]:
        before, after = (_done(commit_report(location, commit)) for commit in (parent, child))
        # As for the hook, a plan lasts until a commit is looked at.
        plan = plans.get(parent) or plan_of(
            commit_report(location, parent), parent, _config(location, parent)
        )
        output = location.git().run(*QUESTION, child)
        why = "too large" if len(output) > LARGEST else watch.reason(plan, output)
        if not why:
            plans[child] = plan
        counts["commits"] += 1
        counts["of them with something newly done"] += bool(after - before)
        counts["a glance was enough"] += not why
        if why and not after - before:
            counts[f"looked at for nothing: {why.partition(':')[0]}"] += 1
        counts["something no longer done and not looked at"] += bool(not why and before - after)
        if not why and after - before:
            counts["MISSED"] += 1
            print(f"{clone}: {child}: missed {', '.join(sorted(after - before))}")
    return counts


def _done(report: Report) -> set[str]:
    return {one.item.id for guide in report.guides for one in guide.items if one.status == "done"}


def _config(location: Location, commit: str) -> Config:
    with ObjectReader(location.git()) as reader:
        found = reader.read(f"{commit}:{PATH}".encode())
    return parse_config(found[1]) if found is not None and isinstance(found[1], bytes) else Config()


if __name__ == "__main__":
    for place in sys.argv[2:]:
        print(place)
        for what, count in replay(place, int(sys.argv[1])).most_common():
            print(f"  {count:6} {what}")
