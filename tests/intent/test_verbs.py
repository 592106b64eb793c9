"""The kind of work that an item asks for, by its verb."""

from __future__ import annotations

import pytest

from chrono_git.intent.verbs import Verb, verb_of, without_verb

ASKED: dict[Verb, list[str]] = {
    "create": [
        "Create `a.py`",
        "Write `docs/guide.md`",
        "Write the parser",
        "Generate types",
        "Scaffold the app",
        "Make a new folder",
        "Phase 1: Create the parser",
        "Task 2.1: Create foo",
        "✅ Create x",
        "(optional) Create x",
        "**Create** foo",
        "Create test fixtures",
        "Create `tests/helpers.py`",
        "Create a test plan",
        "Create issue templates",
        "Create release workflow",
        "创建 `a.ts`",
        "新建配置页面",
    ],
    "implement": [
        "Implement foo",
        "Add `foo` to `bar.py`",
        "Build the CLI executable",
        "Step 1.2: Add x",
        "Add validation",
        "Implement `TestRunner`",
        "Implement test runner",
        "Wire up the router",
        "PriceBatcher",
        "实现用户登录",
        "新增导出功能",
        "ログイン機能を実装する",
    ],
    "modify": [
        "Update README",
        "Step 3 - Update the parser",
        "Refactor X",
        "Fix the login bug",
        "Clean up old code",
        "Cleanup imports",
        "Replace X with Y",
        "Make X configurable",
        "Use X instead of Y",
        "Update tests",
        "更新 README",
        "修复登录问题",
        "重构服务层",
    ],
    "document": ["Document the API", "Documentation for the parser", "README for the module"],
    "test": [
        "Write unit tests for X",
        "Write tests in `tests/test_a.py`",
        "Add tests for foo",
        "Add test coverage for parser",
        "Unit tests for X",
        "Integration test for X",
        "Contract test POST /users",
        "E2E tests for the login",
        "Tests: foo",
        "Extend tests for X",
        "Property test for X",
        "Write property test for X",
        "Write benchmarks for the parser",
        "RED: write failing tests for X",
        "编写单元测试",
        "添加测试用例",
        "テストを作成",
    ],
    "delete": [
        "Remove X",
        "Delete `a.py`",
        "Remove unused tests",
        "Drop column",
        "删除旧代码",
        "ファイルを削除",
    ],
    "move": ["Rename `a` to `b`", "Move `a.ts` to `b.ts`", "Relocate the docs", "重命名 foo"],
    "executable": [
        "Make scripts executable",
        "Make `x.sh` executable",
        "Ensure hooks are executable",
        "chmod +x scripts",
        "Set executable bit on `run`",
    ],
    "configure": [
        "Set up the database",
        "Setup project",
        "Set-up project",
        "Configure ESLint",
        "配置 ESLint",
    ],
    "depend": ["Install `zod`", "Install dependencies", "安装依赖"],
    "manual": [
        # Running, checking and deciding
        "Run all tests",
        "Test X locally",
        "Test all scripts locally",
        "Testing",
        "Manual testing",
        "Verify X",
        "Validate schema",
        "Check that X",
        "Deploy to production",
        "Commit and push",
        "Review code",
        "Final review",
        "Decide on X",
        "Checkpoint - Ensure all tests pass",
        "验证功能",
        "运行测试",
        "确保所有测试通过",
        "動作確認",
        "テストを実行する",
        # What is not in the tree
        "Create a branch",
        "Create pull request",
        "Create a release for the team",
        "Open an issue",
        # How things should be
        "All tests pass",
        "Tests pass",
        "Unit tests pass",
        "Integration tests passing",
        "Make the tests pass",
        "GREEN: make tests pass",
        "No console errors",
        "Users can log in",
        "Performance is acceptable",
        "API responds within 200ms",
        "Code coverage > 80%",
        "Tested on Linux",
        "Every page works",
    ],
}


@pytest.mark.parametrize(("verb", "text"), [(verb, text) for verb, texts in ASKED.items() for text in texts])
def test_verbs(verb: Verb, text: str) -> None:
    assert verb_of(text) == verb


@pytest.mark.parametrize("text", ["", " ", "123", "`", "***", "!?", "\n", "Phase 1:", "[", "("])
def test_nothing_to_recognise_is_work_of_some_kind(text: str) -> None:
    assert verb_of(text) == "implement"
    without_verb(text)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Create the parser", "the parser"),
        ("Phase 1: Implement foo", "foo"),
        ("Write docs", "docs"),
        ("实现 foo", "foo"),
        ("PriceBatcher", "PriceBatcher"),
    ],
)
def test_what_an_item_is_about(text: str, about: str) -> None:
    assert without_verb(text).strip() == about
