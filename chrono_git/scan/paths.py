"""Which paths hold code that people rely on, and which are tests, examples, documents or made by a machine."""

from __future__ import annotations

import re
from typing import Literal

PathClass = Literal["source", "test", "example", "document", "template", "generated", "vendored"]

_CLASSES: tuple[tuple[PathClass, re.Pattern[str]], ...] = (
    (
        "vendored",
        re.compile(r"(?:^|/)(?:vendor|vendored|_vendor|third[-_]?party|node_modules|bower_components|deps|extern|external|externals)/", re.I),
    ),
    (
        "test",
        re.compile(
            r"(?i:(?:^|/)(?:[\w.-]*[-_.])?(?:tests?|specs?|__tests__|__mocks__|mocks?|e2e|testing|testdata|testlib|testsuite"
            r"|test[-_]?(?:utils?|helpers?|support|kit|fixtures?|data|cases?|resources)|fixtures?|fakes?|snapshots?|stubs"
            r"|bench(?:es|marks?)?|fuzz|fuzzing|androidtest|integrationtest|unittests?)(?:[-_.][\w.-]*)?/)"
            r"|(?:^|/)[\w.]*(?:Tests?|Test[A-Z]\w*|Specs?|Benchmarks?|Mocks?)/"
            r"|(?:^|/)(?:test|mock|fake|spec|bench)[-_][^/]+$|(?:^|/)(?:conftest|tests?|testing|testutils?|mocks?|bench)\.\w+$"
            r"|[-_.](?:tests?|specs?|e2e|bench|mock|mocks|stories|cy|testutil|testing|fixtures?)\.\w+$"
            r"|(?:^|/)[\w.+-]*(?:Tests?|Spec|Specs|IT|Benchmark|Mock|TestCase|TestBase|TestUtils?|TestHelper)\.\w+$|(?:^|/)(?:Test|Mock|Fake)[A-Z]\w*\.\w+$"
            r"|(?i:(?:^|/)(?:jvm|js|common|native|ios|apple|linux|wasm\w*|posix|darwin|desktop)test/)"
        ),
    ),
    (
        "example",
        re.compile(r"(?i:(?:^|/)(?:[\w.-]*[-_.])?(?:examples?|samples?|demos?|playgrounds?|tutorials?|sandbox|snippets?|starter|exercises?)(?:[-_.][\w.-]*)?/)|(?i:(?:^|[/._-])(?:example|sample|demo)s?\.\w+$)"),
    ),
    ("document", re.compile(r"(?i:(?:^|/)(?:docs?|documentation|website|wiki|guides?)/|\.(?:md|mdx|rst|adoc|txt)$)")),
    (
        "template",
        re.compile(r"(?i:(?:^|/)(?:templates?|skeletons?|scaffold(?:s|ing)?|boilerplates?|generators?/.*/(?:files|app)|archetypes?|cookiecutter[\w-]*|installer/templates|\{\{[^/]*\}\}[^/]*)/|\.(?:tmpl|tpl|template|j2|jinja2?|mustache|hbs|ejs|erb|eex|stub|tt|in)$)"),
    ),
    (
        "generated",
        re.compile(r"(?i:(?:^|/)(?:generated|gen|__generated__|dist|build|out|target|obj|autogen|auto_generated|migrations)/|\.min\.\w+$|[-_.](?:generated|gen|pb|pb2|pb2_grpc|g|freezed|designer)\.\w+$|_pb\.\w+$|\.d\.ts$|\.pyi$)"),
    ),
)  # fmt: skip
_HEAD = 2000
_GENERATED = re.compile(
    rb"(?i:@generated\b|code generated (?:by|from)|do not (?:edit|modify)\b|(?<!todo )auto-?generated|automatically generated|this file (?:is|was) generated)"
)


def path_class(path: str) -> PathClass:
    """What kind of file this is, by its path alone."""
    return next((kind for kind, pattern in _CLASSES if pattern.search(path)), "source")


def is_generated(head: bytes) -> bool:
    """Whether the beginning of a file says that a machine wrote it."""
    return bool(_GENERATED.search(head[:_HEAD]))
