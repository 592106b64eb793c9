"""YAML text → documents whose keys know their lines, within bounds that keep a hostile file harmless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chrono_git.errors import ConfigError

if TYPE_CHECKING:
    import yaml

# PyYAML reads about 100 kB a second; ast-grep recurses over tables and over patterns.
_MOST_BYTES = 256 << 10
_MOST_VALUES = 20_000
_DEEPEST = 60
_LONGEST_TEXT = 5_000
_BOOLEAN, _DATE = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_MERGE = "tag:yaml.org,2002:merge"  # `<<:` grows exponentially where it is nested


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its values, its first line, and the lines of its keys (1-based)."""

    path: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]


def documents(path: str, data: bytes) -> Iterator[Document]:
    """Yields the tables of a YAML file, empty documents left out; raises ConfigError for anything else."""
    import yaml

    try:
        loader = yaml.SafeLoader(_decoded(path, data))
        loader.yaml_implicit_resolvers = _as_in_ast_grep(loader.yaml_implicit_resolvers)
        while loader.check_node() and (node := loader.get_node()):
            line = node.start_mark.line + 1
            if not _is_small(node):
                raise _error(path, line, "the rule is too large or too deep", "split the rule into several.")
            lines = _lines(path, node)
            values = loader.construct_document(node)
            if values is None:
                continue
            if not isinstance(values, dict):
                raise _error(path, line, "a rule must be a table", "begin with `id: name-of-the-rule`.")
            yield Document(path, line, values, lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise _error(path, mark.line + 1 if mark else None, f"not valid YAML: {said}") from error
    except RecursionError as error:
        raise _error(path, None, "values are nested too deeply") from error
    except ValueError as error:  # a date that does not exist, for example
        raise _error(path, None, f"not valid YAML: {error}") from error


def _as_in_ast_grep(resolvers: Mapping[str, list[tuple[str, Any]]]) -> dict[str, list[tuple[str, Any]]]:
    """How plain words are read in YAML 1.2: `off` and `no` are strings, and so are dates."""
    return {
        sign: [one for one in several if one[0] != _DATE and (one[0] != _BOOLEAN or sign in "tTfF")]
        for sign, several in resolvers.items()
    }


def _decoded(path: str, data: bytes) -> str:
    if len(data) > _MOST_BYTES:
        raise _error(path, None, f"the file is larger than {_MOST_BYTES >> 10} KiB", "split it into several.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(path, line, "expected UTF-8 text", "save the file as UTF-8.") from error


def _lines(path: str, node: yaml.Node) -> dict[str, int]:
    from yaml import MappingNode

    found: dict[str, int] = {}
    for key, _ in node.value if isinstance(node, MappingNode) else ():
        line = key.start_mark.line + 1
        name = str(key.value)
        if name in found:
            raise _error(path, line, f"`{name}` is there twice, first on line {found[name]}")
        found[name] = line
    return found


def _is_small(node: yaml.Node) -> bool:
    """Whether ast-grep can read a value; an alias counts as what it stands for, wherever it is."""
    from yaml import ScalarNode

    left: list[tuple[yaml.Node, int]] = [(node, 0)]
    seen = 0
    while left:
        one, depth = left.pop()
        seen += 1
        if seen > _MOST_VALUES or depth > _DEEPEST or one.tag == _MERGE:
            return False
        if isinstance(one, ScalarNode):
            if len(one.value) > _LONGEST_TEXT:
                return False
            continue
        for inner in one.value:
            left += [(each, depth + 1) for each in (inner if isinstance(inner, tuple) else (inner,))]
    return True


def _error(path: str, line: int | None, message: str, hint: str = "") -> ConfigError:
    hint = hint or "a rule is a table such as `id: no-foo`, `language: python`, `rule: {pattern: foo($A)}`."
    return ConfigError(message, hint=hint, path=path, line=line)
