"""The paths that a text names: Markdown source → mentions, in order."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, replace
from functools import lru_cache

from chrono_git.intent.spans import blank_spans, code_spans

SOURCE = frozenset((
    "py", "pyi", "js", "jsx", "ts", "tsx", "mjs", "cjs", "vue", "svelte", "go", "rs", "java", "kt",
    "kts", "scala", "cs", "fs", "vb", "swift", "rb", "php", "dart", "ex", "exs", "erl", "hs", "lua",
    "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "m", "mm", "sol", "sh", "bash", "zsh", "fish", "ps1",
    "r", "jl", "pl", "pm", "clj", "cljs", "zig", "nim", "ml", "mli", "sql", "proto", "graphql",
    "gql", "css", "scss", "sass", "less", "html", "htm", "xaml", "razor", "cshtml", "gd", "tf",
    "ipynb", "el", "vim", "groovy", "gradle", "cmake", "astro", "mdx", "axaml",
))  # fmt: skip
DATA = frozenset((
    "json", "jsonc", "json5", "yaml", "yml", "toml", "ini", "cfg", "conf", "env", "xml", "csv",
    "tsv", "txt", "lock", "plist", "properties", "http", "rest", "csproj", "sln", "slnx", "props",
    "targets", "resx", "arb", "svg", "png", "jpg", "ico", "pdf", "template", "tmpl", "j2",
    "example", "snap", "service", "xcstrings", "strings", "entitlements", "xcconfig", "pbxproj",
    "editorconfig", "gitignore", "dockerignore", "bazel",
))  # fmt: skip
PROSE = frozenset(["md", "markdown", "rst", "adoc", "mdc"])
NAMES = frozenset((
    "Makefile", "Dockerfile", "Procfile", "Justfile", "justfile", "Rakefile", "Gemfile", "LICENSE",
    "Jenkinsfile", "Vagrantfile", "CODEOWNERS", "CHANGELOG", "CONTRIBUTING",
))  # fmt: skip
# Written without an extension and in prose, they mean a document rather than that very name.
_WORDS = frozenset({"LICENSE", "CODEOWNERS", "CHANGELOG", "CONTRIBUTING"})
_KNOWN = SOURCE | DATA | PROSE
_PRODUCTS = re.compile(
    r"^(?:node|vue|next|nuxt|express|three|d3|react|chart|socket|deno|nest|alpine|ember|backbone|moment"
    r"|discord|web3|ethers|asp|vb|ado|ml|e\.g|i\.e|etc|p5|day|electron|solid)\.(?:js|net|io|ts|g|e)$",
    re.I,
)
_DOTFILE = re.compile(
    r"^\.(?:env(?:\.\w+)*|git(?:ignore|attributes|keep|modules)|editorconfig|dockerignore|npmrc|nvmrc|tool-versions"
    r"|github|vscode|husky|config|cargo|devcontainer|python-version|node-version|(?:eslint|prettier|babel|stylelint"
    r"|commitlint|lintstaged|markdownlint\w*|pylint|coverage|swiftlint|rubocop|clang-format|clang-tidy)[\w.-]*)$"
)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")
_TOKEN = re.compile(r"(?:\{(?:[^{}\s]|\{[^{}\s]*\})*\}|[^\s,;()\"'|“”‘’（），。；：、=＝→])+")
_BRACED = re.compile(r"\{[^{}\n]*,[^{}\n]*\}")
# Nobody's item is longer or names more; a hostile one must not take minutes.
_LONGEST, _MOST = 1024, 256
# How far before a path the words are looked at that make it a reference.
_BEFORE = 240
_DRIVE = re.compile(r"^[A-Za-z]:(?=/)")
_OUTSIDE = re.compile(r"^(?:~/|/(?:etc|usr|var|opt|tmp)/|\$\{?HOME\b|%(?:APPDATA|LOCALAPPDATA|USERPROFILE)%)")
_NO_PATH = ("www.", "-", "$", "#", "&", "/dev/", *(f"@{letter}" for letter in string.ascii_letters))
# The folder of a route group, `app/(auth)/page.tsx`.
_GROUP = re.compile(r"(?<=/)\([\w.-]+\)(?=/)")
# Chinese and Japanese touch the paths that they name.
_CJK_BEFORE = re.compile(r"^[\u3040-\u30ff\u4e00-\u9fff]+(?=[A-Za-z0-9_~])")
_CJK_AFTER = re.compile(r"(?<=\w)(\.[A-Za-z][A-Za-z0-9]{0,9})[\u3040-\u30ff\u4e00-\u9fff].*$")
_LINE_REF = re.compile(r"(?<=\w)(?::\d+(?:[-:]\d+)?|#L?[\w.-]+)$")
_EXAMPLE = re.compile(r"\b(?:e\.g\.?|for example|for instance|such as|like)\s*,?\s*[`\"']?$", re.I)
_CONTEXT = re.compile(
    r"(?:\b(?:from|using|uses|use|via|see|per|following|follow|calls?|calling|references?|based on"
    r"|depends on|according to|matching|match|mirrors?|similar to|as in|patterns? in|described in|defined in"
    r"|documented in|specified in|against|imports?|reads?|loads?|by|parses?|existing|consistent with|with"
    r"|instead of|after|before|compare)\s*:?|参考|参见|依据|基于|根据|使用)\s*(?:the|all|a|an|schemas?)?\s*[`\"']?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PathMention:
    """One path that a text names.

    `path` is as written but for trimming; `sure` means that it can be nothing else (a
    name with a known extension, a folder with its slash), otherwise it counts only
    where the repository knows it. `target` tells what the item is to change from what
    it merely refers to. `outside` is a path of somebody's machine (`~/.zshrc`).
    """

    path: str
    sure: bool
    target: bool = True
    outside: bool = False
    symbol: str = ""


@lru_cache(maxsize=256)
def path_mentions(text: str) -> tuple[PathMention, ...]:
    """The paths that Markdown source names: in code spans, link targets and plain words."""
    found: dict[str, PathMention] = {}
    for span in code_spans(text):
        before = text[max(0, span.start - _BEFORE) : span.start]
        _collect(found, span.text, before, in_code=True)
    prose = blank_spans(text)
    for link in _LINK.finditer(prose):
        if not path_mentions(text[link.start(1) : link.end(1)]):
            _collect(found, link.group(2), text[max(0, link.start() - _BEFORE) : link.start()], in_code=True)
    plain = _LINK.sub(lambda link: link.group(1).ljust(len(link.group())), prose)
    for token in _TOKEN.finditer(plain):
        before = plain[max(0, token.start() - _BEFORE) : token.start()]
        _collect(found, token.group(), before, in_code=False)
    return tuple(found.values())


def _collect(found: dict[str, PathMention], raw: str, before: str, *, in_code: bool) -> None:
    for word in _BRACED.sub(_closed_up, raw).split() if in_code else (raw,):
        if len(word) > _LONGEST or len(found) >= _MOST:
            continue
        for name in expand_braces(word):
            mention = _mention(name, in_code=in_code)
            if mention and mention.path not in found:
                # An example of a name binds nobody: it counts where it was taken up.
                loose = mention.sure and bool(_EXAMPLE.search(before))
                found[mention.path] = replace(
                    mention, target=not _refers(before), sure=mention.sure and not loose
                )


def _closed_up(braces: re.Match[str]) -> str:
    """`{a, b}` as `{a,b}`: blanks in braces do not end a path."""
    return re.sub(r"\s+", "", braces.group())


def _refers(before: str) -> bool:
    """Whether the words before a path make it a reference: `(uses x)`, `see x`, `from x`."""
    opened = before.rfind("(")
    if opened > before.rfind(")") and re.match(
        r"\(\s*(?:uses?|calls?|see|depends|from|like|per)\b", before[opened:], re.I
    ):
        return True
    return bool(_CONTEXT.search(before))


def _mention(raw: str, *, in_code: bool) -> PathMention | None:
    name, symbol = _split_symbol(_trimmed(raw, in_code))
    name = _DRIVE.sub("", _LINE_REF.sub("", name).replace("\\", "/"))
    if _OUTSIDE.match(name):
        return PathMention(name, sure=True, outside=True)
    if not name or "://" in name or "==" in name or name.startswith(_NO_PATH):
        return None
    if name.startswith("@/"):
        # What a bundler calls the root of the sources lies anywhere.
        return PathMention(name[2:], sure=False, symbol=symbol) if _is_sure(name[2:], in_code) else None
    name = name.removeprefix("./")
    if not name or name in ("/", "..", ".") or re.search(r"[()<>`|$]|(?<!\[)\.\.\.\w", _GROUP.sub("", name)):
        return _placeholder(name) if "<" in name else None
    sure = _is_sure(name, in_code)
    if sure is None:
        return None
    return PathMention(name, sure=sure, symbol=symbol)


def _trimmed(raw: str, in_code: bool) -> str:
    """The word without quotes, emphasis, punctuation and the CJK text that touches it."""
    name = raw.strip("\"'“”‘’!?,;").replace("…", "...")
    if not in_code:
        name = _CJK_AFTER.sub(r"\1", _CJK_BEFORE.sub("", name))
        name = re.sub(r"^(?:\*+(?=[^*./])|_(?=.*_$))|(?<![*/])\*+$", "", name).removesuffix("_")
    if re.match(r"^<[^<>]*>$", name):
        name = name[1:-1]
    return name.rstrip(".:") if not name.endswith("/...") else name


def _split_symbol(name: str) -> tuple[str, str]:
    match = re.match(r"^(.+\.\w{1,6})(?:::|:|#)(?!L\d+$)([A-Za-z_]\w*)(?:\(\))?$", name)
    if match and match.group(1).rsplit(".", 1)[-1].lower() in _KNOWN:
        return match.group(1), match.group(2)
    return name, ""


def _placeholder(name: str) -> PathMention | None:
    pattern = re.sub(r"<[^<>/]*>", "*", name)
    if "<" in pattern or ">" in pattern or "/" not in pattern:
        return None
    return PathMention(pattern, sure=False)


def _is_sure(name: str, in_code: bool) -> bool | None:
    """True: certainly a path; False: only if the repository knows it; None: no path."""
    base = name.rstrip("/").rsplit("/", 1)[-1]
    extension = base.rsplit(".", 1)[-1].lower() if "." in base.strip(".") else ""
    known = extension in _KNOWN or base.split(".")[0] in NAMES or bool(_DOTFILE.match(base))
    if "/" not in name:
        if _PRODUCTS.match(name) or not re.match(r"^[\w.*@+\[\]-]+$", name):
            return None
        if base in _WORDS and not in_code:
            return False
        return True if known and (len(base) > len(extension) + 1 or base.startswith(".")) else None
    if not re.match(r"^[^\s:;|]+$", name) or re.search(r"//", name):
        return None
    if name.startswith("/"):
        return True if known and name.count("/") > 1 else None
    if known:
        return True
    if name.endswith("/"):
        return in_code or name.count("/") > 1
    if re.match(r"^\d+/\d+", name):
        return None
    return False


def expand_braces(word: str, limit: int = 64) -> list[str]:
    """The names that a shell would make of `src/{a,b}.ts`; the word itself where there is nothing to expand.

    Nested braces are expanded too; more than `limit` names are cut, as no guide means them.
    """
    match = re.search(r"\{([^{},]*,[^{}]*)\}", word) if len(word) <= _LONGEST else None
    if not match:
        return [word]
    made: list[str] = []
    for part in match.group(1).split(","):
        made += expand_braces(word[: match.start()] + part.strip() + word[match.end() :], limit)
        if len(made) >= limit:
            break
    return list(dict.fromkeys(made))[:limit]


def is_glob(path: str) -> bool:
    """Whether the path stands for several: `*`, `...`, `{id}`."""
    return bool(re.search(r"[*?]|(?<!\[)\.\.\.|\{[^{}/]*\}", path))


def glob_regex(path: str) -> re.Pattern[str]:
    """A pattern for whole repository paths: `*` stays within a folder, `**` and `...` cross them."""
    out, across = "", r"\*\*/?|(?<!\[)\.\.\./?"
    gaps = ["", *re.findall(across, path)]
    chunks = re.split(across, path)
    for at, (gap, chunk) in enumerate(zip(gaps, chunks, strict=True)):
        skipped = "(?:.*?/)??" if gap.endswith("/") else ".*?" if gap else ""
        # What stands between two gaps is best found as early as may be: going back on it would only cost time.
        last = at == len(chunks) - 1
        out += skipped + _chunk(chunk, last) + r"\Z" if last else f"(?>{skipped}{_chunk(chunk, last)})"
    return re.compile(out, re.S)


def _chunk(pattern: str, last: bool) -> str:
    """A part of a glob without `**`: within a folder, too, each piece is taken where it first fits."""
    pieces = re.split(r"\*|\{[^{}/]*\}", pattern)
    fixed = ["[^/]".join(map(re.escape, piece.split("?"))) for piece in pieces]
    if len(fixed) == 1:
        return fixed[0]
    ending = f"[^/]*?{fixed[-1]}" if last else f"(?>[^/]*?{fixed[-1]})"
    return fixed[0] + "".join(f"(?>[^/]*?{piece})" for piece in fixed[1:-1]) + ending


def extension_of(path: str) -> str:
    """The lower-case extension without its dot, empty where there is none."""
    base = path.rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].lower() if "." in base.strip(".") else ""
