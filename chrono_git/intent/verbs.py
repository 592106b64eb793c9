"""What an item asks for, by its verb: text → Verb."""

from __future__ import annotations

import re
from typing import Literal, get_args

from chrono_git.intent.spans import replace_spans

Verb = Literal[
    "create", "implement", "modify", "document", "test", "delete", "move", "executable",
    "configure", "depend", "manual",
]  # fmt: skip

VERBS: dict[str, Verb] = {verb: verb for verb in get_args(Verb)}

# A third of all items can never be decided from the tree (DESIGN section 1): these verbs are theirs.
_WORDS: dict[Verb, str] = {
    "create": """create generate scaffold initialize initialise init bootstrap new draft make
        创建 創建 建立 撰寫 新建 生成 作成 生成する""",
    "implement": """implement add build introduce develop define declare register inject integrate wire
        connect expose export support enable handle store parse render include provide apply include
        hook emit persist cache map bind load save encode decode
        实现 實作 實現 加入 擴充 添加 新增 增加 开发 定义 注册 集成 引入 支持 封装 处理
        接入 実装 追加 定義 導入 登録""",
    "modify": """update modify change extend refactor fix improve enhance adjust adapt convert replace
        rewrite rework migrate upgrade optimize optimise simplify split merge-in unify correct patch
        clean cleanup tidy harden port switch use reuse restructure reorganize align restore bump
        更新 修改 重構 優化 調整 修復 重构 修复 优化 改进 调整 扩展 替换 统一 增强
        改造 迁移 完善 更正 修正 変更 改善
        リファクタリング 統一 更新する""",
    "document": "document describe annotate docs documentation readme javadoc docstring 文档 文書化 记录",
    "test": "unit integration e2e contract property-test smoke-test regression-test benchmark-test 编写测试",
    "delete": """delete remove drop purge strip eliminate uninstall unregister deprecate-and-remove
        刪除 删除 移除 清理 去除 削除 除去""",
    "move": "move rename relocate extract-to 移动 移動 重新命名 重命名 移動 改名",
    "configure": "configure config setup set-up 配置 設定",
    "depend": "install 安装 安裝",
    "manual": """run verify validate check confirm review decide deploy commit push merge release publish
        ensure manual manually accept approve research investigate discuss analyze analyse compare monitor
        profile demo navigate open press click visit try wait announce tag checkpoint trigger follow attempt
        paste ask note complete start launch restart execute measure evaluate explore audit inspect
        observe schedule plan agree coordinate sign-off submit archive reproduce prepare gather collect
        identify rebase record consider send download double-check re-run rerun
        study read understand consult train benchmark testing
        執行 驗證 檢查 確保 審查 發布 部署 运行 验证 检查 确认 执行 部署 提交 确保
        评审 审查 发布 手动 编译 打开 测量 分析
        確認 検証 実行 レビュー 特定 調査 チェックポイント 検査 回归""",
}
_BY_WORD: dict[str, Verb] = {word: verb for verb, words in _WORDS.items() for word in words.split()}
_CJK = sorted((word for word in _BY_WORD if word[0] >= "\u3040"), key=len, reverse=True)
_CJK_VERB = re.compile("|".join(map(re.escape, _CJK)))
_KANA = re.compile(r"[\u3040-\u30ff]")
_LEAD = re.compile(
    r"^(?:(?:task|phase|step|sub-?task)\s*[\w.]*\s*[:.)–-]\s*|\((?:optional|new|wip)\)|[^\w\u3040-\u9fff`(]+|\()+",
    re.I,
)
_TEST_NOUN = re.compile(
    r"\b(?:unit|integration|contract|property(?:-based)?|e2e|end-to-end|regression|snapshot|component|smoke"
    r"|acceptance|performance|load|edge case|api|widget|ui|service|controller|repository|logging|parity)?"
    r"[\s-]*(?:test (?:cases?|suites?|coverage)|tests?|specs?|benchmarks?)\b",
    re.I,
)
# What tests need is not yet a test.
_FOR_TESTS = re.compile(
    r"\s+(?:fixtures?|helpers?|utilit(?:y|ies)|utils?|data|runners?|plans?|commands?|scripts?|harness|setup|director(?:y|ies)"
    r"|folders?|environments?|servers?|database|framework|configuration|config|infrastructure|dependencies|pages?)\b",
    re.I,
)
_PASSING = re.compile(r"\bpass(?:es|ing)?\b", re.I)
_TEST_CJK = re.compile(r"测试|テスト|測試")
_STATE = re.compile(
    r"\b(?:pass(?:es|ed|ing)?|(?<=\w\s)works?|working|succeeds?|succeed|achieve[sd]?|verified|correctly|successfully"
    r"|confirmed|complete[d]?|met|approved|reviewed|validated|accurate|functional|properly|matches"
    r"|available|ready|done)\b",
    re.I,
)
_EXECUTABLE = re.compile(
    r"\bchmod\b|\b(?:make|mark|set|ensure|is|are|be|all|scripts?|hooks?|files?)\b.*\bexecutable\b"
    r"|\bexecutable (?:bits?|permissions?|flags?|scripts?|hooks?)\b|実行可能|实行可能|可执行",
    re.I,
)
_BARE_PATH = re.compile(r"(?<![\w.-])[\w.-]+/[\w./-]+")
# Branches, pull requests and releases are not in the tree.
_OF_GIT = re.compile(
    r"(?:create|open|make|add|draft|write)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+){0,2}?"
    r"(?:branch|pull request|PR|tag|issues?|tickets?|release|commit|milestone)\b"
    r"(?!\s+(?!(?:and|for|from|with|to|on|in|named|called|against|of)\b)[a-z])",
    re.I,
)
_LABEL = re.compile(r"[A-Z][\w/&-]*(?: [\w/&-]+){0,2}:\s+")
_STATEMENT = re.compile(
    r"^(?:all|every|each|both|no|any)\b(?!.*\b(?:to|should)\b)"
    r"|\b(?:is|are|was|were|has|have|can|cannot|does|do not|remains?|shows?|appears?|returns?|renders?"
    r"|loads?)\s"
    r"|\b(?:created|deployed|documented|established|listed|present|accessible|valid|clear|shown|tested|updated"
    r"|written|implemented|committed|pushed|merged|covered|reached|measured|handled|captured|delivered"
    r"|forwarded)[^\w(]*(?:\([^()]*\))?$"
    r"|\b(?!(?:need|embed|feed|seed|speed|shed|breed|shared|nested|typed|advanced|distributed|unified)\b)[a-z]{3,}ed\.?$"
    r"|[<>≤≥]=?\s*\d|^tested\b|\bresponds?\b|\bcoverage\b\D{0,20}\d+\s*%|\b(?:within|under|below|than)\s+\d+\s*(?:ms|s|seconds?|%)"
    r"|\b(?:review|walk-?through|sign-?off|approval)$",
    re.I,
)
_MAKE_NEW = re.compile(r"make\s+(?:(?:an?|new|another|director\w+|folders?)\b|`)", re.I)
_MAKE_TESTS = frozenset(
    {"write", "add", "create", "implement", "build", "extend", "expand", "develop", "编写"}
)


def verb_of(text: str, *, accepting: bool = False) -> Verb:
    """The kind of work that the item's text asks for.

    `text` is Markdown source. English verbs are taken from the front, Chinese and
    Japanese ones wherever the first stands. A statement of how things should be
    ("All tests pass") is `manual`; where nothing is recognised, `implement`, or in a
    section that only accepts work (`accepting`) `manual`.
    """
    plain = _without_label(_LEAD.sub("", text).strip())
    if _EXECUTABLE.search(plain) and len(plain.split()) < 9:
        return "executable"
    first = _first_word(plain)
    if _OF_GIT.match(plain) or _is_statement(plain, first):
        return "manual"
    if _asks_for_tests(_BARE_PATH.sub("`…`", replace_spans(plain, "`…`")), first):
        return "test"
    if first == "write":
        return "create"
    if first in ("set", "clean") and plain[len(first) :].lstrip().lower().startswith("up"):
        return "configure" if first == "set" else "modify"
    if first in ("make", "unit", "integration", "e2e", "contract") and _PASSING.search(plain):
        return "manual"
    if first == "make" and not _MAKE_NEW.match(plain):
        return "modify"
    if first == "test":
        return "manual"
    found = _BY_WORD.get(first)
    if found:
        return found
    cjk = _cjk_verb(plain)
    if cjk:
        return _BY_WORD[cjk]
    if accepting or (_STATE.search(plain) and "`" not in plain[:1]):
        return "manual"
    return "implement"


def _without_label(plain: str) -> str:
    """`GREEN: implement x`, `Backend: add y`: the label is no sentence."""
    label = _LABEL.match(plain)
    return plain[label.end() :] if label and _first_word(plain[label.end() :]) in _BY_WORD else plain


def _cjk_verb(plain: str) -> str | None:
    """The verb of a Chinese sentence stands in front, that of a Japanese one (with kana) at the end."""
    found = _CJK_VERB.findall(plain)
    if not found:
        return None
    return str(found[-1] if _KANA.search(plain) else found[0])


def _first_word(plain: str) -> str:
    match = re.match(r"[A-Za-z][A-Za-z-]*", plain)
    return match.group().lower() if match else ""


def _is_statement(plain: str, first: str) -> bool:
    """Whether the text says how things should be rather than what to do."""
    asked = first in _BY_WORD and _BY_WORD[first] != "manual"
    return (
        not asked and first != "write" and _CJK_VERB.search(plain) is None and bool(_STATEMENT.search(plain))
    )


def _asks_for_tests(plain: str, first: str) -> bool:
    if _TEST_CJK.search(plain):
        return not re.search(r"运行|执行|通过|確認|実行|手动", plain)
    match = _TEST_NOUN.search(plain)
    if match is None or _FOR_TESTS.match(plain, match.end()) or _PASSING.search(plain):
        return False
    if first in _MAKE_TESTS or first not in _BY_WORD:
        return match.start() < 60 and first != "test"
    return first in ("unit", "integration", "e2e", "contract") or (first == "tests" and match.start() == 0)


def without_verb(text: str) -> str:
    """The text without the verb in front: what it is about."""
    plain = _LEAD.sub("", text).strip()
    first = _first_word(plain)
    if first == "write" or first in _BY_WORD:
        return plain[len(first) :]
    return _CJK_VERB.sub(" ", plain)


def verb_at(text: str, path: str) -> Verb | None:
    """The verb of the clause that names `path`, if that has one of its own: "remove x and update y"."""
    clauses = re.split(r"\b(?:and|then)\b|[,;，；。]", text[: max(text.find(path), 0)])
    return _BY_WORD.get(_first_word(clauses[-1].strip())) if len(clauses) > 1 else None
