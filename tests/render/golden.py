"""What the renderers print for the sample, kept in `golden/`; `python -m tests.render.golden` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chrono_git.render.annotations import check_annotations
from chrono_git.render.check_document import check_json
from chrono_git.render.document import explain_json, next_json, report_json
from chrono_git.render.explain import explain_text
from chrono_git.render.findings import check_text
from chrono_git.render.log import log_check_json, log_check_text, log_json, log_text
from chrono_git.render.notes import notes_markdown
from chrono_git.render.notes_json import notes_json
from chrono_git.render.sarif import check_sarif
from chrono_git.render.tasks import next_text
from chrono_git.render.text import report_text
from chrono_git.render.troubles import issue_json, issue_text
from chrono_git.scan.catalog import RULES
from tests.render.check_sample import REPORT as CHECKED
from tests.render.notes_sample import ALL, MISSING, TAUGHT
from tests.render.sample import FIRST, GUIDE, ITEMS, REPORT, TROUBLE

FOLDER = Path(__file__).with_name("golden")
WIDTHS = (40, 80, 120)
NEXT = tuple((FIRST, item) for item in (ITEMS[-1], ITEMS[5]))
EXPLAINED = {"forgotten": ITEMS[0], "attested": ITEMS[2], "unknown": ITEMS[3], "phantom": ITEMS[4]}
TROUBLES = {"phantom": TROUBLE}


def outputs() -> Iterator[tuple[str, str]]:
    """Yields (file name, text) of every case."""
    for width in WIDTHS:
        for color, unicode, kind in ((False, True, ""), (True, True, "-color"), (False, False, "-ascii")):
            name = f"{width}{kind}.txt"
            yield f"report-{name}", report_text(REPORT, NEXT, width=width, color=color, unicode=unicode)
            yield f"next-{name}", next_text(NEXT, width=width, color=color, unicode=unicode)
            texts = (
                explain_text(FIRST, item, TROUBLES.get(mark), width=width, color=color, unicode=unicode)
                for mark, item in EXPLAINED.items()
            )
            yield f"explain-{name}", "\n".join(texts)
            yield f"issue-{name}", issue_text(GUIDE, TROUBLE, width=width, color=color, unicode=unicode)
            yield f"check-{name}", check_text(CHECKED, width=width, color=color, unicode=unicode)
            yield f"log-{name}", log_text(TAUGHT, width=width, color=color, unicode=unicode)
            yield f"log-check-{name}", log_check_text(*MISSING, width=width, color=color, unicode=unicode)
    yield "report.json", report_json(REPORT)
    yield "next.json", next_json(REPORT, NEXT)
    yield "check.json", check_json(CHECKED)
    yield "check.sarif", check_sarif(CHECKED, RULES, version="0.1.0")
    yield "check-github.txt", check_annotations(CHECKED)
    yield "explain.json", explain_json(REPORT, FIRST, ITEMS[4], TROUBLE)
    yield "issue.json", issue_json(GUIDE, TROUBLE)
    for kind, notes in ALL.items():
        yield f"notes-{kind}.md", notes_markdown(notes)
        yield f"notes-{kind}.json", notes_json(notes)
    yield "log.json", log_json(TAUGHT)
    yield "log-check.json", log_check_json(*MISSING)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in outputs():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")
