"""Commits that move an item, and such that move nothing: for each rule, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.app.glance_kit import Files
from tests.app.kit import GUIDE, checklist

PY = "def first() -> int:\n    return 1\n"
STUB = "def first() -> int:\n    raise NotImplementedError\n"
OTHER = "CHRONO-002"
STEP = """\
# CHRONO-001: First things

## Step 1: Make the folders

```bash
mkdir -p src/parts
touch src/parts/first.py
```
"""
STUBBED = f"{STEP}\n**What to implement**:\n\n```python\n{STUB}```\n"
SCRIPTS = """\
# CHRONO-001: First things

## Step 1: Make the script

```bash
touch tools/go.sh
chmod +x tools/go.sh
```
"""
TREE = """\
# CHRONO-001: First things

## Step 1: The structure

```
thing/
├── src/
│   └── first.py
└── data.json
```
"""
BLOCK = """\
# CHRONO-001: First things

## Step 1: Write the loader

**File**: `src/loader.py`

```python
def load_everything(path):
    with open(path) as handle:
        return handle.read().splitlines()
```
"""
PARENT = """\
# CHRONO-001: First things

## Implementation Checklist

- [ ] 1. Build the whole
  - [ ] 1.1 Create `src/first.py`
  - [ ] 1.2 Create `src/second.py`
"""
LOADER = (
    "def load_everything(path):\n    with open(path) as handle:\n        return handle.read().splitlines()\n"
)
WORDS = "Retry failed payments with exponential backoff"
PAYING = "def retry_failed_payments(payments):\n    backoff = exponential(payments)\n    return backoff\n"


def listed(*lines: str, identity: str = "CHRONO-001") -> str:
    return checklist(identity, lines)


@dataclass(frozen=True)
class Case:
    """A guide and files, then a commit that moves an item, or (`quiet`) nothing."""

    guide: str
    after: Files
    before: Files = field(default_factory=dict)
    message: str = "x"
    between: Files = field(default_factory=dict)


# What each rule sees as done, and what takes an objection away.
MOVING = {
    "paths: create": Case(listed("Create `src/first.py`"), {"src/first.py": PY}),
    "paths: create, elsewhere": Case(listed("Create `first_part.py`"), {"lib/deep/first_part.py": PY}),
    "paths: create, other case": Case(listed("Create `src/firstPart.ts`"), {"src/first-part.tsx": "x = 1\n"}),
    "paths: create, other folder": Case(listed("Create `src/a/first_part.py`"), {"lib/first_part.py": PY}),
    "paths: test, other affix": Case(
        listed("Create `tests/FirstPartTest.java`"), {"tests/first_part.java": "@Test void x() {}\n"}
    ),
    "paths: create, a pattern": Case(listed("Create `src/*/first.py`"), {"src/x/first.py": PY}),
    "paths: create, a folder": Case(listed("Create `src/parts/`"), {"src/parts/a.py": PY}),
    "paths: create, absolute": Case(listed("Create `/home/me/it/src/first.py`"), {"src/first.py": PY}),
    "paths: create, not empty": Case(
        listed("Create `src/first.py`"), {"src/first.py": PY}, {"src/first.py": ""}
    ),
    "paths: modify": Case(listed("Update `src/first.py`"), {"src/first.py": PY + "\n"}, {"src/first.py": PY}),
    "paths: modify, a folder": Case(
        listed("Update `src/parts/`"), {"src/parts/a.py": PY + "x\n"}, {"src/parts/a.py": PY}
    ),
    "paths: modify, a mode": Case(
        listed("Update `src/first.py`"), {"src/first.py+x": PY}, {"src/first.py": PY}
    ),
    "paths: modify, unlike": Case(
        listed("Update `src/first.js`"), {"src/first.ts": "b\n"}, {"src/first.ts": "a\n"}
    ),
    "paths: modify, back elsewhere": Case(
        listed("Update `src/first.py`"),
        {"lib/src/first.py": PY},
        {"src/first.py": PY},
        between={"src/first.py": None},
    ),
    "paths: modify, one of two": Case(
        listed("Update `first_part.py`"), {"b/first_part.py": PY + "x\n"}, {"b/first_part.py": PY}
    ),
    "paths: modify, out of the folder": Case(
        listed("Update `../src/first.py`"), {"docs/src/first.py": PY}, {"src/first.py": PY}
    ),
    "paths: delete": Case(listed("Delete `src/first.py`"), {"src/first.py": None}, {"src/first.py": PY}),
    "paths: move": Case(
        listed("Move `src/first.py` to `lib/first.py`"),
        {"src/first.py": None, "lib/first.py": PY},
        {"src/first.py": PY},
    ),
    "paths: executable": Case(
        listed("Make `tools/go.sh` executable"),
        {"tools/go.sh+x": "#!/bin/sh\n"},
        {"tools/go.sh": "#!/bin/sh\n"},
    ),
    "paths: executable, beside": Case(
        listed("Create `tools/go.sh`", "Make all scripts executable"), {"tools/go.sh+x": "#!/bin/sh\n"}
    ),
    "paths: shared, by its words": Case(
        listed("Retry failed payments with backoff in `src/pay.py`", "Update `src/pay.py`"),
        {"src/pay.py": PY + PAYING},
        {"src/pay.py": PY},
        between={"src/pay.py": PY + "\n"},
    ),
    "commands: touch": Case(STEP, {"src/parts/first.py": PY}),
    "scaffold: filled": Case(STEP, {"src/parts/first.py": PY}, {"src/parts/first.py": ""}),
    "scaffold: no stub any more": Case(STUBBED, {"src/parts/first.py": PY}, {"src/parts/first.py": STUB}),
    "commands: chmod": Case(SCRIPTS, {"tools/go.sh+x": "#!/bin/sh\n"}, {"tools/go.sh": "#!/bin/sh\n"}),
    "commands: a tree": Case(TREE, {"src/first.py": PY, "data.json": "{}\n"}),
    "commands: the last of a tree": Case(TREE, {"data.json": "{}\n"}, {"src/first.py": PY}),
    "blocks": Case(BLOCK, {"src/loader.py": LOADER}),
    "symbols: a function": Case(
        listed("Implement `retry_payments()`"), {"lib/x.py": "def retry_payments():\n    pass\n"}
    ),
    "symbols: in a named file": Case(
        listed("Implement `retry_payments()` in `src/first.py`"),
        {"src/first.py": PY + "def retry_payments():\n    return 1\n"},
        {"src/first.py": PY},
    ),
    "symbols: a flag": Case(
        listed("Add `--dry-run`"), {"src/cli.py": 'option("--dry-run")\n'}, {"src/cli.py": PY}
    ),
    "symbols: a route": Case(
        listed("Add `GET /api/payments`"), {"src/web.py": 'route("/api/payments")\n'}, {"src/web.py": PY}
    ),
    "stubs": Case(
        listed("Replace the stubs in `src/first.py`"), {"src/first.py": PY}, {"src/first.py": STUB}
    ),
    "stubs: beside": Case(
        listed("Update `src/first.py`", "Replace all stubs"), {"src/first.py": PY}, {"src/first.py": STUB}
    ),
    "debug": Case(
        listed("Remove debug code"),
        {"src/first.py": PY + "\n"},
        {"src/first.py": PY},
        between={"src/first.py": PY + "breakpoint()\n"},
    ),
    "debug: the first source": Case(listed("Remove debug code"), {"src/first.py": PY}),
    "tests: named": Case(
        listed("Write tests in `tests/test_first.py`"),
        {"tests/test_first.py": "def test_it():\n    assert 1\n"},
    ),
    "tests: of a component": Case(
        listed("Write unit tests for payment retries"),
        {"tests/test_payment_retries.py": "def test_payment_retries():\n    assert 1\n"},
    ),
    "tests: not skipped": Case(
        listed("Write tests in `tests/test_first.py`"),
        {"tests/test_first.py": "def test_it():\n    assert 1\n"},
        {"tests/test_first.py": "import pytest\n@pytest.mark.skip\ndef test_it():\n    assert 1\n"},
    ),
    "dependencies": Case(
        listed("Add dependency `zod`"),
        {"package.json": '{"dependencies": {\n"zod": "^3"\n}}\n'},
        {"package.json": '{"dependencies": {\n}}\n'},
    ),
    "dependencies: the first manifest": Case(
        listed("Add dependency `left_pad`"), {"pyproject.toml": 'dependencies = [\n"left-pad",\n]\n'}
    ),
    "documents: readme": Case(listed("Update README"), {"README.md": "b\n"}, {"README.md": "a\n"}),
    "documents: changelog": Case(
        listed("Update the changelog"), {"CHANGES.rst": "b\n"}, {"CHANGES.rst": "a\n"}
    ),
    "documents: ci": Case(listed("Add CI workflow"), {".github/workflows/x.yml": "on: push\n"}),
    "documents: log": Case(
        listed("Update the implementation log"),
        {"IMPLEMENTATION_LOG.md": "# Log\n\n## CHRONO-001\n\nDone.\n"},
    ),
    "documents: log entry": Case(
        listed("Update IMPLEMENTATION_LOG.md"),
        {"docs/IMPLEMENTATION_LOG.md": "# Log\n\n## CHRONO-001\n\nDone.\n"},
        {"docs/IMPLEMENTATION_LOG.md": "# Log\n"},
    ),
    "guides": Case(
        listed("CHRONO-002 completed"),
        {"src/second.py": PY},
        {"docs/implementation/CHRONO-002-guide.md": listed("Create `src/second.py`", identity=OTHER)},
    ),
    "wording: together": Case(listed(WORDS), {"src/pay.py": PAYING}),
    "wording: bit by bit": Case(
        listed(WORDS),
        {"src/pay.py": "def retry_payments():\n    failed = 1\n    exponential = backoff\n"},
        between={"src/pay.py": "def retry_payments():\n    pass\n"},
    ),
    "wording: nearer to each other": Case(
        listed(WORDS),
        {"src/x.py": "retry_payments = 1\nfailed = backoff = 2\n"},
        between={"src/x.py": "retry_payments = 1\n" + "x\n" * 40 + "failed = backoff = 2\n"},
    ),
    "wording: prose": Case(
        listed("Document how payments are retried in the manual"),
        {"docs/payment-retries.md": "How payments are retried: a manual.\n"},
    ),
    "wording: japanese": Case(
        listed("支払いの再試行を実装する"), {"src/pay.py": "# 支払いの再試行\nx = 1\n"}
    ),
    "wording: prose, once nothing else changed": Case(
        listed(WORDS),
        {"src/new.py": None},
        between={"src/new.py": PY, "docs/paying.md": PAYING},
    ),
    "wording: crlf": Case(listed(WORDS), {"src/pay.py": PAYING.replace("\n", "\r\n")}),
    "wording: what others lacked": Case(
        listed("Retry failed payments with zymurgic quixotic backoff"),
        {"src/other.py": "zymurgic = quixotic = 1\n"},
        between={"src/pay.py": "def retry_failed_payments(x):\n    backoff = x\n"},
    ),
    "children": Case(PARENT, {"src/second.py": PY}, between={"src/first.py": PY}),
    "ticked": Case(listed("Decide on a name"), {GUIDE: listed("Decide on a name").replace("[ ]", "[x]")}),
    "a phantom that nothing speaks against": Case(
        listed("Retry it with backoff").replace("[ ]", "[x]"),
        {"src/x.py": PY},
        {GUIDE: listed("Retry it with backoff")},
    ),
    "claimed": Case(
        listed("Decide on a name"),
        {"src/x.py": PY},
        message="x\n\nChrono-Guide: CHRONO-001\nChrono-Step: 1.1",
    ),
    "a new guide": Case(
        listed("Decide on a name"),
        {"docs/implementation/CHRONO-002-guide.md": listed("Create `a.py`", identity=OTHER), "a.py": PY},
    ),
    "a list that was empty": Case(
        listed("Decide on a name"), {"docs/PLAN.md": "# Plan\n\n- [x] Decide\n"}, {"docs/PLAN.md": "# Plan\n"}
    ),
}


MANY = listed(
    WORDS,
    "Create `src/first.py`",
    "Update `src/second.py`",
    "Implement `parse_invoice()` in `src/third.py`",
    "Add dependency `zod`",
    "Write unit tests for invoice parsing",
    "Delete `src/gone.py`",
    "Make all scripts executable",
    "Update README",
    "Update `src/shared.py`",
    "Fix the totals in `src/shared.py`",
    "CHRONO-009 completed",
    "Decide on it",
    "Remove debug code from `src/third.py`",
    "Replace the stubs in `src/third.py`",
    "Add docs in `docs/**/*.md`",
)
THERE: dict[str, str | bytes | None] = {
    "src/second.py": PY,
    "src/third.py": STUB,
    "src/gone.py": PY,
    "src/shared.py": PY,
    "README.md": "a\n",
    "package.json": "{}\n",
    "tools/go.sh": "#!/bin/sh\n",
    "src/old.rs": "fn main() {\n    let x = 1;\n}\n",
    "lib/binary.png": b"\x89PNG\0\0",
    "lib/wide.txt": "x = 1\n".encode("utf-16"),
    "vendor/retry.js": "x\n",
}
QUIET: dict[str, Files] = {
    "another file": {"src/other.py": PY},
    "a change of one": {"src/old.rs": "fn main() {\n    let x = 2;\n}\n"},
    "nothing at all": {},
    "what is shared": {"src/shared.py": PY + "\n"},
    "an image": {"lib/binary.png": b"\x89PNG\0\1"},
    "a binary file that nobody reads": {"lib/data.bin": b"\0" * 100},
    "generated words": {"vendor/retry.js": PAYING, "package-lock.json": PAYING},
    "a name like another's": {"src/first_of_all.py": PY, "src/seconds.py": PY},
    "some of the words": {"src/old.rs": "fn retry_payments() {}\n"},
    "the words, too far from each other": {
        "src/x.py": "retry = 1\n" + "x\n" * 40 + "failed = 1\n" + "x\n" * 40 + "backoff = 1\n"
    },
    "old words": {"src/x.py": PAYING + "x = 1\n"},
    "a note": {"docs-of-old.md": "Nothing.\n", "docs-of-old/x.md": "No.\n"},
    "a file with odd line ends": {"src/x.py": "a = 1\r\nb = 2\rc = 3\n"},
    "a name that is no text": {"src/\udcff\udcfe.py": PY},
    "a name with a line break": {"src/a\nb.py": PY},
}
