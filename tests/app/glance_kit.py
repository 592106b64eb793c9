"""Plans and reports of small repositories, and commits that change them."""

from __future__ import annotations

from collections.abc import Mapping

from chrono_git.app.plan import plan_of
from chrono_git.app.report import commit_report
from chrono_git.config import Config
from chrono_git.model import Report
from chrono_git.repo.location import locate
from chrono_git.repo.remembered import keep
from tests.gitkit import Repo

Files = Mapping[str, str | bytes | None]


def report_of(repo: Repo, commit: str) -> Report:
    """The report of a commit."""
    return commit_report(locate(str(repo.path)), commit)


def done(report: Report) -> set[str]:
    """The items that are done, by id."""
    return {one.item.id for guide in report.guides for one in guide.items if one.status == "done"}


def workshop(repo: Repo) -> str:
    """chrono-git's folder in the git directory."""
    return f"{repo.path}/.git/chrono-git"


def plan(repo: Repo, config: Config = Config()) -> Report:  # noqa: B008 - it is frozen
    """Keeps the plan for what comes after HEAD; returns HEAD's report."""
    head = repo.head()
    report = report_of(repo, head)
    keep(f"{workshop(repo)}/plan", plan_of(report, head, config))
    return report


def change(repo: Repo, files: Files, message: str = "x") -> str:
    """Commits files; those that are None are removed, those that end in `+x` can be executed."""
    for name, content in files.items():
        if content is None:
            repo.rm(name)
        else:
            repo.write(name.removesuffix("+x"), content, executable=name.endswith("+x"))
    return repo.commit(message)
