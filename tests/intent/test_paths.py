"""Paths as guides write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono_git.intent.paths import expand_braces, extension_of, glob_regex, is_glob, path_mentions

# `?` before a path: it counts only where the repository knows it; `(…)`: merely referred to; `!`: outside.
NAMED: dict[str, list[str]] = {
    # Plainly
    "Create `src/a.py`": ["src/a.py"],
    "Create src/a.py.": ["src/a.py"],
    "Add X to **`src/a.py`**": ["src/a.py"],
    "*src/a.py*, _src/b.py_": ["src/a.py", "src/b.py"],
    "`src/a.py`,`src/b.py`": ["src/a.py", "src/b.py"],
    "src/a.py,src/b.py;src/c.py": ["src/a.py", "src/b.py", "src/c.py"],
    '"config.yml"': ["config.yml"],
    "src/a.py (new)": ["src/a.py"],
    "`./src/a.py`": ["src/a.py"],
    "`src\\a.py`": ["src/a.py"],
    "`python src/a.py --x`": ["src/a.py"],
    "`a.ts` → `b.ts`, c.ts→d.ts": ["a.ts", "b.ts", "c.ts", "d.ts"],
    "Add README.md, Makefile and `docker/Dockerfile.dev`": ["docker/Dockerfile.dev", "README.md", "Makefile"],
    "Create `Makefile`": ["Makefile"],
    "__init__.py and `src/_layout.tsx`": ["src/_layout.tsx", "__init__.py"],
    # Folders
    "Create `docs/`": ["docs/"],
    "Create docs/": ["?docs/"],
    "Create `src/components`": ["?src/components"],
    "Create src/components/forms/": ["src/components/forms/"],
    # Braces and globs
    "Create `src/{a,b}.ts`": ["src/a.ts", "src/b.ts"],
    "Create src/{a,b}.ts and x.py": ["src/a.ts", "src/b.ts", "x.py"],
    "Create `src/{a, b}.ts`": ["src/a.ts", "src/b.ts"],
    "Create `internal/{cli,config}/`": ["internal/cli/", "internal/config/"],
    "Create `src/{a,{b,c}}/x.ts`": ["src/a/x.ts", "src/b/x.ts", "src/c/x.ts"],
    "`src/foo.{ts,tsx}`": ["src/foo.ts", "src/foo.tsx"],
    "`src/**/*.ts`, `*.test.ts`, `tests/test_*.py`": ["src/**/*.ts", "*.test.ts", "tests/test_*.py"],
    "Create `src/.../Foo.kt`": ["src/.../Foo.kt"],
    "`…/foo/bar.ts`": [".../foo/bar.ts"],
    "`src/api/<name>.py`": ["?src/api/*.py"],
    "`<repo>/src/a.py`": ["?*/src/a.py"],
    "`src/api/{name}.py`": ["src/api/{name}.py"],
    # Framework's names
    "`app/blog/[slug]/page.tsx`": ["app/blog/[slug]/page.tsx"],
    "app/[...slug]/page.tsx": ["app/[...slug]/page.tsx"],
    "`app/(auth)/login/page.tsx`": ["app/(auth)/login/page.tsx"],
    "`@/components/button.tsx`": ["?components/button.tsx"],
    "`src/app.module.ts`, `next.config.js`, `index.d.ts`": [
        "src/app.module.ts",
        "next.config.js",
        "index.d.ts",
    ],
    # Dotfiles
    "`.env.example`, .gitignore": [".env.example", ".gitignore"],
    "`.github/workflows/ci.yml`": [".github/workflows/ci.yml"],
    # Lines and symbols
    "Fix `a.py:12` and src/b.py:12-20": ["a.py", "src/b.py"],
    "Fix `src/a.py#L12`": ["src/a.py"],
    "`tests/a.py::test_x`": ["tests/a.py"],
    # Machines
    "`/Users/bob/proj/src/app.py`": ["/Users/bob/proj/src/app.py"],
    "`C:\\Users\\bob\\proj\\src\\app.py`": ["/Users/bob/proj/src/app.py"],
    "Edit ~/.zshrc": ["!~/.zshrc"],
    "`/etc/hosts`, `$HOME/.config`": ["!/etc/hosts", "!$HOME/.config"],
    "`foo > /dev/null`": [],
    # What merely looks like a path
    "See https://example.com/a.py and `https://example.com/b.ts`": [],
    "http://localhost:3000/x.html": [],
    "bob@example.com": [],
    "GET `/api/v1/users`": [],
    "Use Node.js, Vue.js, Three.js and ASP.NET": [],
    "input/output and/or TCP/IP": ["?input/output", "?and/or", "?TCP/IP"],
    "24/7, 1/2": [],
    "Add `lodash.debounce`, `@scope/pkg`, `os.path`, `foo.bar()`, `user.name`": [],
    "e.g. foo, i.e. bar, etc.": [],
    "`npm run build`, `--flag`, `$VAR`, `<Foo />`, `#id`": [],
    "___ ** `**` a....b": [],
    # Chinese and Japanese
    "创建 `src/a.ts`。": ["src/a.ts"],
    "创建（src/a.ts），更新 src/b.ts；": ["src/a.ts", "src/b.ts"],
    "在src/a.ts中添加": ["src/a.ts"],
    "更新README.md文件": ["README.md"],
    "文档.md と src/服务/a.ts": ["文档.md", "src/服务/a.ts"],
    "参考 `a.md` 创建 `b.md`": ["(a.md)", "b.md"],
    # What the item is about, and what it only refers to
    "Create `a.py` using `b.py`": ["a.py", "(b.py)"],
    "Create `a.py` (uses `b.py`)": ["a.py", "(b.py)"],
    "Create `a.py`, based on the `b.py`": ["a.py", "(b.py)"],
    "Import X from `b.ts` in `a.ts`": ["(b.ts)", "a.ts"],
    "Follow the patterns in `b.ts`": ["(b.ts)"],
    "See `a.md`, then write `b.md`": ["(a.md)", "b.md"],
    # Links
    "Update [the guide](docs/guide.md)": ["docs/guide.md"],
    "Update [`guide.md`](../docs/guide.md)": ["guide.md"],
    "Update [docs](https://example.com/x.md)": [],
}


@pytest.mark.parametrize("text", NAMED)
def test_what_a_text_names(text: str) -> None:
    assert [_shown(text, at) for at in range(len(path_mentions(text)))] == NAMED[text]


def _shown(text: str, at: int) -> str:
    one = path_mentions(text)[at]
    if one.outside:
        return "!" + one.path
    path = one.path if one.sure else "?" + one.path
    return path if one.target else f"({path})"


def test_a_symbol_behind_a_path_is_kept() -> None:
    assert [(m.path, m.symbol) for m in path_mentions("`a.py:func()`, `b.py::Name`, `c.py#L3`")] == [
        ("a.py", "func"),
        ("b.py", "Name"),
        ("c.py", ""),
    ]


def test_what_an_item_names_is_bounded() -> None:
    assert len(path_mentions(" ".join(f"src/{n}.py" for n in range(5000)))) == 256
    assert path_mentions("a/" * 5000 + "b.py") == ()


GLOBS: list[tuple[str, str, bool]] = [
    ("src/*.ts", "src/a.ts", True),
    ("src/*.ts", "src/b/a.ts", False),
    ("src/**/*.ts", "src/a.ts", True),
    ("src/**/*.ts", "src/b/c/a.ts", True),
    ("src/**", "src/b/c", True),
    ("**/a.ts", "a.ts", True),
    ("**/a.ts", "x/y/a.ts", True),
    ("**/a.ts", "x/ya.ts", False),
    ("src/.../Foo.kt", "src/main/kotlin/Foo.kt", True),
    ("src/.../Foo.kt", "src/Foo.kt", True),
    ("src/{id}.ts", "src/user.ts", True),
    ("src/?.ts", "src/a.ts", True),
    ("src/?.ts", "src/ab.ts", False),
    ("a*b*c", "aXbYbZc", True),
    ("a*b*c", "ab/c", False),
    ("**/a*b", "a/axb", True),
    ("**/a*b", "a/xab", False),
    ("**a*b", "a/xa_b", True),
    ("**/x/**/y/*.py", "x/q/x/r/y/s/y/t.py", True),
    ("**/x/**/y/*.py", "x/q/y/r/t.py", False),
    ("[slug]/*.tsx", "[slug]/a.tsx", True),
    ("[slug]/*.tsx", "s/a.tsx", False),
    ("a.ts", "axts", False),
]


@pytest.mark.parametrize(("pattern", "path", "fits"), GLOBS)
def test_globs(pattern: str, path: str, fits: bool) -> None:
    assert bool(glob_regex(pattern).match(path)) is fits


@given(st.text("ab/*?", max_size=10), st.text("ab/\n", max_size=10))
@example("**/**/a*/**b", "a/b/a/b")
def test_globs_agree_with_the_plain_reading(pattern: str, path: str) -> None:
    plain = ""
    for part in re.split(r"(\*\*/?|\*|\?)", pattern):
        crossing = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        plain += crossing.get(part, re.escape(part))
    assert bool(glob_regex(pattern).match(path)) is bool(re.fullmatch(plain, path, re.S))


@pytest.mark.parametrize(
    ("path", "yes"),
    [
        ("a/*.py", True),
        ("a/.../b", True),
        ("{id}.ts", True),
        ("a/b.py", False),
        ("app/[...slug]/a.ts", False),
    ],
)
def test_which_paths_stand_for_several(path: str, yes: bool) -> None:
    assert is_glob(path) is yes


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("a", ["a"]),
        ("{a}", ["{a}"]),
        ("{a,b}", ["a", "b"]),
        ("x{a,}y", ["xay", "xy"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{a,{b,c}}", ["a", "b", "c"]),
        ("{a,b", ["{a,b"]),
        ("}{", ["}{"]),
    ],
)
def test_braces(word: str, names: list[str]) -> None:
    assert sorted(expand_braces(word)) == names


@given(st.text("{},ab", max_size=200))
@example("{a,b}" * 40)
@example("{" * 500 + "a,b" + "}" * 500)
@example("{a,b}" * 10_000)
def test_braces_always_end(word: str) -> None:
    assert 1 <= len(expand_braces(word)) <= 64


def test_extensions() -> None:
    assert [extension_of(p) for p in ("a/b.PY", ".gitignore", "a.tar.gz", "a/b", "a.b/c")] == [
        "py",
        "",
        "gz",
        "",
        "",
    ]
