"""Symbols in prose, in code blocks, and in lines of code: what defines them and what merely uses them."""

from __future__ import annotations

import pytest

from chrono_git.intent.symbols import defined_in_block, definition_regex, symbol_mentions

# `?` for what merely looks like an identifier.
NAMED: dict[str, list[str]] = {
    "Add `foo()` and `Foo.bar()`": ["foo", "bar"],
    "`foo::bar`, `this->baz`, `Foo#qux`": ["bar", "baz", "qux"],
    "`Foo<T>` and `Option<Foo>`": ["Foo"],
    "`foo(a, b)`, `valid?`, `save!`": ["foo", "valid", "save"],
    "`class Foo`, `async fooBar()`, `def bar`, `function baz(x)`": ["Foo", "fooBar", "bar", "baz"],
    "`$store`, `FOO_BAR`, `self.foo`": ["$store", "FOO_BAR", "foo"],
    "Add the PriceBatcher class and snake_case_name": ["?PriceBatcher", "?snake_case_name"],
    "`PriceBatcher`, then PriceBatcher again": ["PriceBatcher"],
    "Add the `--dry-run` flag and `-v`": ["--dry-run", "-v"],
    "`GET /users/:id` and `/api/users`": ["/users/:id", "/api/users"],
    "POST /api/users creates one": ["?/api/users"],
    # None of these
    "Use TypeScript, GitHub, GraphQL and `PostgreSQL`": [],
    "`true`, `null`, `string`, `main`, `id`": [],
    "`src/fooBar.ts`, `README.md`, `Node.js`": [],
    "src/fooBar.ts holds it": [],
    "`npm run build`, `x = 1`, `foo-bar`, `<Foo />`": [],
    "plain words only": [],
}


@pytest.mark.parametrize("text", NAMED)
def test_what_a_text_names(text: str) -> None:
    found = symbol_mentions(text)
    assert [one.name if one.sure else "?" + one.name for one in found] == NAMED[text]


def test_kinds() -> None:
    found = symbol_mentions("`--all`, `GET /x/y`, `fooBar`")
    assert [(one.kind, one.written) for one in found] == [
        ("flag", "--all"),
        ("route", "GET /x/y"),
        ("identifier", "fooBar"),
    ]


BLOCKS: list[tuple[str, tuple[str, ...]]] = [
    (
        "export class PriceBatcher {\n  private rate: number\n}\nexport const LIMIT = 1\nconst local = 2\n"
        "export default function build() {\n  const inner = 1\n}\nexport interface Rates {}\n"
        "type Pair = string\n",
        ("PriceBatcher", "LIMIT", "build", "Rates", "Pair"),
    ),
    (
        "class Alpha:\n    def method(self):\n        pass\n\nasync def later(): ...\nX = 1\n",
        ("Alpha", "method", "later"),
    ),
    (
        "pub struct Foo {}\nimpl Foo {\n    pub fn bar(&self) {}\n}\npub(crate) enum Kind {}\nfn main() {}\n",
        ("Foo", "bar", "Kind"),
    ),
    (
        "package x\n\nfunc Open() {}\nfunc (s *Store) Close() {}\ntype Store struct {}\n",
        ("Open", "Close", "Store"),
    ),
    ("CREATE TABLE users (\n  id int\n);\nCREATE TABLE IF NOT EXISTS posts (id int);\n", ("users", "posts")),
    ("public class Main {\n}\npublic interface Shape {}\n", ("Shape",)),
    ("npm install\n# class notes\nx = 1\n", ()),
    ("", ()),
]


@pytest.mark.parametrize(("code", "names"), BLOCKS)
def test_what_a_block_defines(code: str, names: tuple[str, ...]) -> None:
    assert defined_in_block(code) == names


DEFINES: dict[str, list[str]] = {
    "Python": [
        "def foo(x):",
        "    async def foo(self):",
        "class foo:",
        "foo = 1",
        "foo: int = 1",
        "foo = lambda: 1",
    ],
    "TypeScript": [
        "export function foo() {",
        "const foo = () => {",
        "export const foo = 1",
        "  foo: (x) => {",
        "  foo: async function() {",
        "  foo() {",
        "  async foo(): Promise<void> {",
        "  private foo(x: number): string {",
        "  get foo() {",
        "  static foo = () => {",
        "  readonly foo = 1",
        "class foo {",
        "export interface foo {",
        "type foo = string",
        "export default class foo",
        "export async function* foo() {",
        "const foo = createSlice({",
    ],
    "Rust": [
        "fn foo() {",
        "pub struct foo {",
        "pub(crate) fn foo<T>(x: T) -> U {",
        "macro_rules! foo {",
        "mod foo;",
    ],
    "Go": ["func foo() {", "func (s *S) foo(x int) error {", "type foo struct {", "var foo = 1"],
    "Java": [
        "public void foo() {",
        "class foo {",
        "    private static int foo(int x) {",
        "public record foo(int x) {}",
    ],
    "C and C++": [
        "int foo(void) {",
        "#define foo 1",
        "static char *foo(int x)",
        "void Class::foo() {",
        "enum foo {",
    ],
    "C#": ["public string foo { get; set; }", "public async Task foo()", "namespace foo;"],
    "Ruby": ["def foo", "def self.foo", "module foo"],
    "PHP": ["public function foo()"],
    "Kotlin": ["fun foo() {", "val foo = 1", "data class foo(", "object foo"],
    "Swift": ["func foo() {", "let foo = 1"],
    "Elixir": ["def foo(x) do", "defp foo", "defmodule foo do"],
    "SQL": ["CREATE TABLE foo (", "CREATE TABLE IF NOT EXISTS foo ("],
    "shell": ["foo() {", "function foo {", "foo=1"],
    "Lua": ["local function foo()", "M.foo = function()", "function M.foo()"],
    "others": [
        "contract foo {",
        "message foo {",
        "  rpc foo(A) returns (B);",
        "foo :: Int",
        "data foo =",
        "(defn foo [x]",
    ],
    "Dart": ["Widget foo(BuildContext c) {", "final foo = 1;"],
}


@pytest.mark.parametrize(
    ("language", "line"), [(name, line) for name, lines in DEFINES.items() for line in lines]
)
def test_lines_that_define(language: str, line: str) -> None:
    assert definition_regex("foo").search(line)


USES = """\
foo()
x = foo()
return foo(x)
  return foo(x) {
import foo from 'foo'
from x import foo
import { foo } from 'x'
export { foo }
foo.bar()
if foo(x) {
} else if (foo(x)) {
while (foo()) {
await foo()
  foo(x);
// foo
# foo is here
* foo(x) does
console.log(foo)
x.foo()
self.foo(1)
'foo'
new foo()
throw new foo()
use foo::bar;
raise foo('x')
foo == 1
foo => x
expect(foo(x)).toBe(1)
const x = foo(1)
let y = await foo()
except foo:
function bar(foo) {
def bar(foo):
class Bar extends foo {
foobar = 1
def foobar():
my_foo()
<foo />
case foo:
foo += 1
assert foo(1) == 2
go foo()
defer foo()
delete foo()
typeof foo(x)
    foo=1,
"""


@pytest.mark.parametrize("line", USES.splitlines())
def test_lines_that_merely_use(line: str) -> None:
    assert definition_regex("foo").search(line) is None


def test_any_name_makes_a_pattern() -> None:
    assert definition_regex("a+b(").search("def a+b(") is None
    assert definition_regex("$store").search("const $store = () => 1")
