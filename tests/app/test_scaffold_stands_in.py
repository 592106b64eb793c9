"""What scaffold makes is a stub: the report says so until real code stands there."""

from __future__ import annotations

import pytest

from chrono_git.app.scaffold import scaffold
from tests.app.kit import GUIDE, items, judge
from tests.gitkit import Repo

# (language of the block, file, its stub, real code)
LANGUAGES = {
    "typescript": (
        "src/feed.ts",
        "// Stub implementation\nexport function feed() {\n  throw new Error('Not implemented');\n}\n",
        "export function feed() {\n  return fetch('/feed');\n}\n",
    ),
    "python": (
        "src/feed.py",
        "def feed() -> str:\n    raise NotImplementedError\n",
        'def feed() -> str:\n    return "feed"\n',
    ),
    "rust": ("src/feed.rs", "pub fn feed() -> u8 {\n    todo!()\n}\n", "pub fn feed() -> u8 {\n    7\n}\n"),
    "go": (
        "pkg/feed.go",
        'package feed\n\nfunc Feed() int {\n\tpanic("not implemented")\n}\n',
        "package feed\n\nfunc Feed() int {\n\treturn 7\n}\n",
    ),
    "bash": (
        "bin/feed.sh",
        "#!/bin/sh\nfeed() {\n  echo 'not implemented' >&2\n  exit 1\n}\nfeed\n",
        '#!/bin/sh\nfeed() {\n  curl -s "$1"\n}\nfeed\n',
    ),
    # No scanner knows it: the file is as the guide gives it, and says itself that it is not done.
    "makefile": ("feed.mk", "feed:\n\t@echo not implemented\n\t@false\n", "feed:\n\tcurl -s $(URL)\n"),
}
STEP = """\
# CHRONO-001: First things

## Step 1: The feed

**Commands**:

```bash
mkdir -p {folder}
touch {path}
```

{label}

```{language}
{stub}```
"""


def guide(language: str, label: str) -> str:
    path, stub, _ = LANGUAGES[language]
    folder = path.rpartition("/")[0] or "x"
    return STEP.format(folder=folder, path=path, label=label.format(path=path), language=language, stub=stub)


@pytest.mark.parametrize("label", ["**What to implement**:", "**File**: `{path}`"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stub_is_told_until_it_is_replaced(repo: Repo, language: str, label: str) -> None:
    path, stub, code = LANGUAGES[language]
    if language == "makefile" and "What" in label:
        pytest.skip("which file it belongs to is known for known languages only")
    repo.commit("guide", files={GUIDE: guide(language, label)})
    done = scaffold(str(repo.path), "1")
    assert done.whole
    assert repo.at(path).read_text() == stub
    for commit in (False, True):
        if commit:
            repo.commit("scaffold", files={"x/keep": "x\n"})
        one = items(judge(repo))["CHRONO-001/step-1"]
        assert one.status == "partial"
        assert [seen.path for seen in one.evidence if seen.result == "fail" and seen.rule == "scaffold"] == [
            path
        ]
    repo.commit("real", files={path: code})
    assert items(judge(repo))["CHRONO-001/step-1"].status == "done"


def test_an_empty_file_is_told_until_it_is_filled(repo: Repo) -> None:
    text = "# CHRONO-001: First things\n\n## Step 1: Files\n\n```bash\ntouch a.ts b.rs pkg/__init__.py\n```\n"
    repo.commit("guide", files={GUIDE: text})
    assert scaffold(str(repo.path), "step 1").whole
    one = items(judge(repo))["CHRONO-001/step-1"]
    assert (one.status, [seen.detail for seen in one.evidence if seen.result == "fail"]) == (
        "partial",
        ["a.ts and 1 more are empty"],
    )
    repo.commit("one", files={"a.ts": "export const a = 1;\n"})
    one = items(judge(repo))["CHRONO-001/step-1"]
    assert (one.status, [seen.path for seen in one.evidence if seen.result == "fail"]) == (
        "partial",
        ["b.rs"],
    )
    repo.commit("two", files={"b.rs": "pub const B: u8 = 1;\n"})
    assert items(judge(repo))["CHRONO-001/step-1"].status == "done"


def test_a_block_that_is_no_stub_is_an_implementation(repo: Repo) -> None:
    path, _, code = LANGUAGES["typescript"]
    text = STEP.format(folder="src", path=path, label=f"**File**: `{path}`", language="ts", stub=code)
    repo.commit("guide", files={GUIDE: text})
    assert scaffold(str(repo.path), "1").whole
    assert items(judge(repo))["CHRONO-001/step-1"].status == "done"


def test_an_item_that_asks_for_stubs_has_them(repo: Repo) -> None:
    text = guide("python", "**What to implement**:").replace("The feed", "Stub functions")
    repo.commit("guide", files={GUIDE: text})
    scaffold(str(repo.path), "1")
    one = items(judge(repo))["CHRONO-001/step-1"]
    assert one.status == "done"
    (said,) = [seen for seen in one.evidence if seen.rule == "scaffold"]
    assert said.detail == "src/feed.py:2 is still a stub, as the guide gives it: the item asks for it"
