"""Whether a changed path, or the lines that a file gained, are what a plan waits for (see `app.plan`)."""

from __future__ import annotations

from chrono_git.hook.patch import changes, sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from chrono_git.hook.patch import Section

IN_PROSE, IN_FILES, IN_TESTS, IN_NAMED = range(4)
_JOINTS = "-_. "
_MARKDOWN = (".md", ".markdown", ".mdx")
PROSE = (".md", ".markdown", ".rst", ".adoc", ".mdc")
_IMAGES = (".png", ".jpg", ".ico", ".pdf")
_GUIDES = frozenset({"plan", "todo", "todos", "roadmap", "checklist", "implementation"})
_NO_GUIDES = ("log", "summary", "report", "notes", "history")
# As in `guide.dialect`: what lies there is no guide of this repository's work.
_NO_GUIDES_IN = frozenset({
    "node_modules", "vendor", "third_party", "test", "tests", "__tests__", "testdata", "fixture", "fixtures",
    "__fixtures__", ".github", ".claude", ".cursor", "commands", "agents", "skills", "prompt", "prompts",
    "template", "templates",
})  # fmt: skip
# As in `app.gather`: what says what is to be done shows nothing that was done.
_SPECIFYING = frozenset({"spec", "specs", "openspec", ".kiro", ".specify", ".chrono"})
_SPECIFIED = (".md", ".mdx", ".yml", ".yaml", ".json")
# As in `app.contents`, but for what takes more than the end of a name to tell.
_GENERATED = (
    ".min.js", ".min.css", ".lock", "-lock.json", "-lock.yaml", ".snap", ".svg", ".pbxproj", ".map", "go.sum",
    "bun.lockb",
)  # fmt: skip
_GENERATED_IN = frozenset({
    "node_modules", "vendor", "third_party", "dist", ".git", "__pycache__", "report", "reports", "coverage",
    "__snapshots__",
})  # fmt: skip
# Parts of the names of manifests: see `intent.dependencies`.
_MANIFESTS = (
    "package", "pyproject", "requirements", "setup", "pipfile", "cargo", "go.mod", "pom.xml", "build",
    "version", "gem", "composer", "pubspec", "proj", "mix.exs", "deno", "environment", "cmakelists",
    "conan", "vcpkg", "rebar", ".cabal", "podfile",
)  # fmt: skip


def reason(plan: dict[str, Any], output: bytes) -> str:
    """Why a commit has to be looked at, by what git told of it; "" where it has not."""
    message, _, rest = output.partition(b"\0")[2].partition(b"\0")
    if may_tell(plan, message):
        return "message"
    raw, _, patches = rest.lstrip(b"\n\0").partition(b"\0\0")
    changed = changes(raw)
    for _, status, path in changed:
        if is_named(plan["ready_names"], path, placed=status != "M"):
            return f"path: {path}"
    return touched(plan, changed, patches)


def touched(plan: dict[str, Any], changed: list[tuple[str, str, str]], patches: bytes) -> str:
    """Why changes may matter to what is not simply made (see `app.ready`); "" where they do not."""
    if changed and plan["anything"]:
        return "anything"
    for mode, status, path in changed:
        why = watched(plan, mode, status, path)
        if why:
            return f"{why}: {path}"
    if not plan["texts"] and not plan["packages"] and not plan["terms"]:
        return ""
    files = sections(changed, patches)
    if files is None:
        return "form"
    for section in files:
        why = worded(plan, section)
        if why:
            return f"{why}: {section.path}"
    return ""


def may_tell(plan: dict[str, Any], message: bytes) -> bool:
    """Whether the message may claim, teach or take back something."""
    low = message.lower()
    return may_claim(message) or any(heading in low for heading in plan["headings"])


def may_claim(message: bytes) -> bool:
    """Whether the message holds a trailer of ours, a misspelt one perhaps, or takes a commit back."""
    low = message.lower()
    if b"reverts " in low:
        return True
    if b"chrono-" not in low:
        return False
    from chrono_git.repo.messages import trailer_lines

    # `CHRONO-003: …` is a subject; the name of a trailer goes on with a letter.
    return any(line[7:8].isalpha() for line in trailer_lines(message))


def watched(plan: dict[str, Any], mode: str, status: str, path: str) -> str:
    """Why a change of that path, whatever it is, may matter; "" where it does not.

    `mode` is the new one and `status` git's letter.
    """
    low = path.lower()
    if path in plan["guides"] or path.startswith(".chrono/") or may_be_guide(low, plan["included"]):
        return "guide"
    placed = status != "M"
    if _is_below(plan["paths"], path) or is_named(plan, path, placed=placed):
        return "path"
    if any(part in path for part in plan["parts"]) or (
        placed and any(part in path for part in plan["placed_parts"])
    ):
        return "pattern"
    if plan["modes"] and mode not in ("100644", "000000"):
        return "mode"
    if any(_is_document(kind, low) for kind in plan["documents"]):
        return "document"
    if placed and (_is_below(plan["done"], path) or _is_below(plan["gone"], path)):
        return "proof"
    if status == "D" and plan["packages"] and is_manifest(low):
        return "manifest"
    # Prose tells of an item only where nothing else changed, which may be so again.
    if status == "D" and not low.endswith(PROSE) and any(kind == IN_FILES for _, kind, _, _ in plan["terms"]):
        return "words"
    if plan["ripe"] and not is_generated(path) and is_about(path, plan["ripe"]):
        return "ripe"
    return ""


def is_named(plan: dict[str, Any], path: str, *, placed: bool) -> bool:
    """Whether what a plan waits for may be called so; `placed` says that the path came or went."""
    steps = path.split("/")
    # A folder further up may be what is waited for, and every name may begin anywhere.
    ends = {"/".join(steps[at:end]) for end in range(1, len(steps) + 1) for at in range(end)}
    if not ends.isdisjoint(plan["tails"]) or (placed and not ends.isdisjoint(plan["placed_tails"])):
        return True
    base = steps[-1]
    extension = base.rpartition(".")[2].lower() if "." in base.strip(".") else ""
    kind = plan["kin"].get(extension, extension)
    names = {f"{plain_name(base)}.{kind}", f"{component_of(base)}.{kind}"}
    return not names.isdisjoint(plan["changed"]) or (placed and not names.isdisjoint(plan["placed"]))


def plain_name(base: str) -> str:
    """As `facts.index.plain_name`: without its extension, its case and what joins its words."""
    stem = base.rpartition(".")[0] if "." in base.strip(".") else base
    for joint in _JOINTS:
        stem = stem.replace(joint, "")
    return stem.lower()


def component_of(base: str) -> str:
    """As `facts.index.component_of`: what a test is about, by its name."""
    first, *rest = base.split(".")
    for prefix in ("tests", "test"):
        if first.startswith(prefix) and first[len(prefix) : len(prefix) + 1] in (
            ("-", "_", "") if rest else ("-", "_")
        ):
            first = first[len(prefix) + 1 :]
            break
    parts = [_about(first), *(_about(f".{part}") for part in rest)]
    return plain_name("".join(parts))


def _about(part: str) -> str:
    for ending in ("tests", "test", "spec"):
        if part.endswith(ending) and part[: -len(ending)][-1:] in ("-", "_", "."):
            return part[: -len(ending) - 1]
        title = ending.capitalize()
        before = part[: -len(title)][-1:]
        if part.endswith(title) and "a" <= before <= "z":
            return part[: -len(title)]
    return part


def may_be_guide(low: str, included: bool) -> bool:
    """Whether a path in lower case may be a guide's: see `guide.dialect`; where the configuration
    names guides, any Markdown may."""
    if not low.endswith(_MARKDOWN):
        return False
    if included or ".chrono/guides/" in low:
        return True
    *folders, base = low.rpartition(".")[0].split("/")
    # Beside the list of a specification, its plans check the plan itself.
    specified = "specs" in folders[:-1] or "/openspec/changes/" in f"/{'/'.join(folders[:-1])}/"
    if not _NO_GUIDES_IN.isdisjoint(folders) or (specified and base != "tasks"):
        return False
    if base.endswith(_NO_GUIDES) and low.endswith(".md"):
        return False
    if "guide" in base and ("docs/implementation/" in low or any(letter.isdigit() for letter in base)):
        return True
    for joint in _JOINTS:
        base = base.replace(joint, "/")
    return base == "tasks" or not _GUIDES.isdisjoint(base.split("/"))


def _is_document(kind: str, low: str) -> bool:
    base = low.rpartition("/")[2]
    if kind == "readme":
        return base.startswith("readme")
    if kind == "changelog":
        return base.startswith(("changelog", "changes", "history"))
    if kind == "architecture":
        return "architect" in low
    if kind == "api":
        return "api" in low and "doc" in low
    return (
        ".github/workflows/" in low
        or base.startswith((".gitlab-ci", "azure-pipelines", "jenkinsfile"))
        or (".circleci/" in low)
    )


def _is_below(paths: frozenset[str], path: str) -> bool:
    """Whether it is one of the paths, or in a folder that is one."""
    if path in paths:
        return True
    end = path.find("/")
    while end >= 0:
        if path[: end + 1] in paths:
            return True
        end = path.find("/", end + 1)
    return False


def is_manifest(low: str) -> bool:
    """Whether a path in lower case may be a manifest's."""
    base = low.rpartition("/")[2]
    return any(part in base for part in _MANIFESTS)


def is_generated(path: str) -> bool:
    """Whether a tool wrote a file, which tells nothing of what people did."""
    return path.endswith(_GENERATED) or not _GENERATED_IN.isdisjoint(path.split("/")[:-1])


def is_about(path: str, kinds: tuple[int, ...]) -> bool:
    """Whether a file may tell of what is looked for in files of those kinds."""
    prose = path.lower().endswith(PROSE)
    specifies = path.endswith(_SPECIFIED) and not _SPECIFYING.isdisjoint(path.split("/")[:-1])
    return (prose and IN_PROSE in kinds) or (IN_FILES in kinds and not specifies)


def worded(plan: dict[str, Any], section: Section) -> str:
    """Why what a file gained may matter; "" where it does not."""
    path = section.path
    low = path.lower()
    if plan["packages"] and is_manifest(low) and section.gains(plan["packages"]):
        return "package"
    if is_generated(path) or not _is_searched(plan, path):
        return ""
    if section.binary:
        return "" if low.endswith(_IMAGES) else "binary"
    if not low.endswith(PROSE) and section.gains(plan["texts"]):
        return "symbol"
    if not plan["terms"]:
        return ""
    from chrono_git.hook.told import told

    return told(plan, section)


def _is_searched(plan: dict[str, Any], path: str) -> bool:
    extensions, names = plan["searched"]
    base = path.rpartition("/")[2]
    if "." not in base.strip("."):
        return True
    return base in names or base.rpartition(".")[2].lower() in extensions
