"""The packages that an item wants installed, and the manifests where they would be declared."""

from __future__ import annotations

import re

from chrono_git.intent.commands import packages_of
from chrono_git.intent.spans import code_spans

_ASKS = re.compile(
    r"\b(?:dependenc(?:y|ies)|packages?|crates?|librar(?:y|ies)|gems?|nuget|sdk|plugins?)\b|依赖|依存|包\b",
    re.I,
)
_VERB = re.compile(r"^\W*(?:install|add|include|require|安装|添加|引入)\b|^\W*(?:安装|添加|引入)", re.I)
_PACKAGE = re.compile(r"^@?[A-Za-z][\w.-]*(?:/[A-Za-z][\w.-]*)*(?:[@=<>~^ :]+[\w.*^~-]+)?$")

MANIFESTS = re.compile(
    r"(?:^|/)(?:package\.json|pyproject\.toml|requirements[\w.-]*\.txt|setup\.(?:py|cfg)|Pipfile|Cargo\.toml"
    r"|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|[\w.-]+\.gemspec|composer\.json"
    r"|pubspec\.yaml|[\w.-]+\.[cf]sproj|Directory\.Packages\.props|Package\.swift|mix\.exs|deno\.jsonc?"
    r"|environment\.ya?ml|CMakeLists\.txt|conanfile\.(?:txt|py)|vcpkg\.json|rebar\.config|build\.sbt"
    r"|[\w.-]+\.cabal|project\.clj|Podfile)$"
)


def dependencies_of(text: str) -> tuple[str, ...]:
    """The packages that an item's text wants declared ("Add dependency `zod`"), in order; empty where it
    asks for none. Versions are dropped."""
    found: dict[str, None] = {}
    asks = bool(_VERB.search(text)) and bool(_ASKS.search(text))
    for span in code_spans(text):
        words = span.text.split()
        for package in packages_of(words):
            found[package] = None
        if asks and len(words) <= 2 and _PACKAGE.match(span.text) and not MANIFESTS.search(span.text):
            found[re.split(r"(?<=.)[@=<>~^ :]", span.text, maxsplit=1)[0]] = None
    return tuple(found)


def declares(manifest: str, package: str) -> int | None:
    """The line (1-based) of a manifest's text that declares the package, None where none does.

    Package names are compared as the registries do: case, `-` and `_` make no difference.
    """
    bare = re.sub(r"[-_.]+", "[-_.]+", re.escape(package).replace(r"\-", "-").replace(r"\.", "."))
    pattern = re.compile(rf"(?<![\w@/.-]){bare}(?![\w/-])", re.I)
    for number, line in enumerate(manifest.splitlines(), 1):
        if pattern.search(line) and not line.lstrip().startswith(("#", "//")):
            return number
    return None
