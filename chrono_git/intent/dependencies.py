"""The packages that an item wants installed, and the manifests where they would be declared."""

from __future__ import annotations

import re

from chrono_git.intent.commands import packages_of
from chrono_git.intent.paths import path_mentions
from chrono_git.intent.spans import code_spans

_ASKS = re.compile(
    r"\b(?:dependenc(?:y|ies)|packages?|crates?|librar(?:y|ies)|gems?|nuget|sdk|plugins?)\b|依赖|依存|包\b",
    re.I,
)
_VERB = re.compile(r"^\W*(?:install|add|include|require|安装|添加|引入)\b|^\W*(?:安装|添加|引入)", re.I)
_INSTALL = re.compile(r"^\W*(?:install\b|安装)", re.I)
_PACKAGE = re.compile(r"^@?[A-Za-z][\w.-]*(?:/[A-Za-z][\w.-]*)*(?:[@=<>~^ :]+[\w.*^~-]+)?$")

MANIFESTS = re.compile(
    r"(?:^|/)(?:package\.json|pyproject\.toml|requirements[\w.-]*\.txt|setup\.(?:py|cfg)|Pipfile|Cargo\.toml"
    r"|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|[\w.-]+\.gemspec|composer\.json"
    r"|pubspec\.yaml|[\w.-]+\.[cf]sproj|Directory\.Packages\.props|Package\.swift|mix\.exs|deno\.jsonc?"
    r"|environment\.ya?ml|CMakeLists\.txt|conanfile\.(?:txt|py)|vcpkg\.json|rebar\.config|build\.sbt"
    r"|[\w.-]+\.cabal|project\.clj|Podfile)$"
)
_LONGEST = 4096
_VERSION = (
    r"[\d^~<>=*v]|x\b|workspace:|file:|link:|npm:|jsr:|git|https?:|latest\b|next\b|catalog:|dev-|beta\b|canary\b"
    r"|@|self\."
)
# A longer name is another package; a major version of Go and a dotted key of TOML are not part of the name.
_AFTER = r"(?:/v\d+)?(?![\w/-])(?!\.(?!workspace|version|features|git|path|optional)[A-Za-z])"
# Comments, what a package says of itself, and tables of tools.
_SAYS_NOTHING = re.compile(
    r"\s*(?:#|//|<!--|--|\*"
    r"|[\"']?(?:name|description|title|summary|keywords|classifiers|readme|homepage|repository|documentation|authors?"
    r"|url|app)[\"']?\s*[:=]|module\s"
    r"|\[(?![^\]]*dependencies\.)[\w.:\"'-]+\]\s*$)",
    re.I,
)


def asks_for_packages(text: str) -> bool:
    """Whether the text speaks of dependencies, packages, libraries: of what a manifest declares."""
    return bool(_ASKS.search(text))


def dependencies_of(text: str) -> tuple[str, ...]:
    """The packages that an item's text wants declared ("Add dependency `zod`"), in order; empty where it
    asks for none. Versions are dropped."""
    found: dict[str, None] = {}
    asks = bool(_VERB.search(text)) and (asks_for_packages(text) or bool(_INSTALL.search(text)))
    for span in code_spans(text):
        words = span.text.split()
        for package in packages_of(words):
            found[package] = None
        if asks and len(words) <= 2 and _is_package(span.text):
            found[re.split(r"(?<=.)[@=<>~^ :]", span.text, maxsplit=1)[0]] = None
    return tuple(found)


def _is_package(span: str) -> bool:
    """Whether a code span may name a package: no path, manifest or script."""
    if not _PACKAGE.match(span) or MANIFESTS.search(span) or re.match(r"^\w[\w-]*:\w", span):
        return False
    named = path_mentions(f"`{span}`")
    return span.startswith("@") or not named or ("." in span.split("/", maxsplit=1)[0] and "/" in span)


def declares(manifest: str, package: str) -> int | None:
    """The line (1-based) of a manifest's text that declares the package, None where none does.

    Package names are compared as the registries do: case, `-` and `_` make no difference.
    What a manifest says of its own package, or calls in its scripts, declares nothing.
    """
    is_json = manifest.lstrip()[:1] == "{" and not re.search(r'"dependencies"\s*:\s*\[', manifest)
    pattern = _in_json(package) if is_json else _in_lines(package)
    for number, line in enumerate(manifest.splitlines(), 1):
        if not _SAYS_NOTHING.match(line) and pattern.search(line[:_LONGEST]):
            return number
    return None


def _loose(package: str) -> str:
    return re.sub(r"[-_.]+", "[-_.]+", re.escape(package).replace(r"\-", "-").replace(r"\.", "."))


def _in_json(package: str) -> re.Pattern[str]:
    return re.compile(rf'"{_loose(package)}"\s*:\s*(?:\{{|"(?:{_VERSION}))', re.I)


def _in_lines(package: str) -> re.Pattern[str]:
    group, _, artifact = package.rpartition(":")
    bare = _loose(package)
    maven = rf"|<artifactId>\s*{_loose(artifact)}\s*</" if group else ""
    return re.compile(
        rf"(?:(?<![\w@/.-])|(?<=libs\.)|^\s*\[[\w.\"'()-]*dependencies\.[\"']?){bare}{_AFTER}"
        rf"|\.package\(.*/{bare}(?:\.git)?\"{maven}",
        re.I,
    )
