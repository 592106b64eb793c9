"""A quick look at a push: is there anything at all that the gate could find? Most pushes end here.

It never sees less than `chrono_git.app.push`: where it is not sure, it says so. It runs under
`python -SE` and imports nothing that is slow to load.
"""

from __future__ import annotations

import sys

from chrono_git.app.extension import extension_of
from chrono_git.app.stamp import stamp_of
from chrono_git.app.window import MOST, around
from chrono_git.hook import limit
from chrono_git.hook.remembered import get, put
from chrono_git.render.pushed import clean, others
from chrono_git.repo.messages import arriving, trailer_lines
from chrono_git.repo.objects import ObjectReader, TooLarge
from chrono_git.repo.patches import CONTEXT, DIFF, EMPTY_TREES, new_side, sections
from chrono_git.repo.stream import Git
from chrono_git.repo.strings import Strings
from chrono_git.repo.updates import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chrono_git.repo.updates import Elsewhere, Update

SECONDS = 30.0  # where no configuration says otherwise
POLICY = "new"
_WORDS, _MARKERS, _CONFIG = "gate-words", "gate-markers", "gate-config"
# What a push has more of is worth more than one process anyway.
_MOST_TIPS = 4
_MOST_BYTES = 32 << 20
_LARGEST_FILE = 8 << 20
_ALLOWS = b"chrono-git: allow"
_DIFF = (*DIFF, f"-U{CONTEXT}")
_FILE = b"100"  # how the modes of regular files begin


class Unsure(Exception):
    """Only a closer look can tell."""


class Words:
    """The extensions of known languages, and the strings without which a file holds nothing."""

    __slots__ = ("_common_dir", "_markers", "_version", "extensions", "strings")

    def __init__(self, common_dir: str) -> None:
        self._common_dir = common_dir
        self._version = _version()
        self._markers: tuple[dict[str, list[str] | None], list[str]] | None = None
        known = get(common_dir, _WORDS, self._version)
        if not isinstance(known, tuple):
            raise Unsure
        extensions, literals, parts = known
        self.extensions = frozenset(extensions)
        self.strings = Strings(literals, parts)

    def look_closer(self, extension: str, text: bytes) -> None:
        """Looks around the strings for what the scanner would begin with; raises Unsure where there is any.

        It asks what `chrono_git.app.sieve` asks, and has to load `re` for that.
        """
        if self._markers is None:
            self._markers = get(self._common_dir, _MARKERS, self._version)
        if self._markers is None:
            raise Unsure
        markers, admitting = self._markers
        for number, at in enumerate(self.strings.places(text)):
            sources = markers[extension]
            if number == MOST or sources is None:
                raise Unsure
            near = around(text, at).decode("utf-8", "replace")
            low = near.lower()
            # Some letters become two, and then nobody knows where they stand.
            if len(low) != len(near) or any(word in low for word in admitting):
                raise Unsure
            if _any_matches(sources, near):
                raise Unsure


def _any_matches(sources: Sequence[str], text: str) -> bool:
    import re

    return any(re.search(source, text, re.MULTILINE) for source in sources)


def remember(common_dir: str) -> None:
    """Writes down for the next time what `Words` reads, unless it is known."""
    from chrono_git.app.words import SHORTEST_PART
    from chrono_git.repo.strings import common_parts, shortest
    from chrono_git.scan.admitted import ADMITTING
    from chrono_git.scan.language import languages
    from chrono_git.scan.literals import all_literals

    version = _version()
    if get(common_dir, _WORDS, version) is not None and get(common_dir, _MARKERS, version) is not None:
        return
    literals = shortest(all_literals())
    markers: dict[str, list[str] | None] = {}
    for language in languages():
        asked = [marker.text.pattern for marker in language.markers if marker.rule != "debug-print"]
        for extension in language.extensions:
            markers[extension.lower()] = asked if language.parser else None
    put(common_dir, _MARKERS, version, (markers, [*ADMITTING, _ALLOWS.decode()]))
    put(common_dir, _WORDS, version, (tuple(markers), literals, common_parts(literals, SHORTEST_PART)))


def remember_config(
    common_dir: str, text: bytes, values: tuple[str, tuple[tuple[str, str], ...], float]
) -> None:
    """Writes down what a configuration says of pushes: the policy, those of branches, the seconds."""
    put(common_dir, _CONFIG, (_version(), text), values)


def _version() -> list[str]:
    """Tells these languages and this reader of configurations from others."""
    here = __file__[: -len("hook/quick.py")]
    return [sys.version, *stamp_of(f"{here}scan"), *stamp_of(f"{here}config")]


class Quick:
    """One quick look; `texts` are the configurations that it met and knew nothing of."""

    def __init__(self, git: Git, common_dir: str, updates: Sequence[Update], elsewhere: Elsewhere) -> None:
        self.texts: list[bytes] = []
        self._git = git
        self._common_dir = common_dir
        self._updates = updates
        self._elsewhere = elsewhere
        self._off = 0
        self._files = 0

    def look(self) -> str:
        """What to say of a push in which there is nothing to find. Raises Unsure, and RepositoryError."""
        new = [one for one in self._updates if one.new]
        deleted = len(self._updates) - len(new)
        tips = list(dict.fromkeys(one.new for one in new))
        if not tips:
            return clean(0, 0, 0, others(deleted, 0, 0))
        if len(tips) > _MOST_TIPS:
            raise Unsure
        old = list(dict.fromkeys(one.old for one in new if one.old))
        options = self._elsewhere.options(self._git, is_known=bool(old))
        # What will be asked most probably is begun before anybody knows; git works on the other core.
        guess = old[0] if len(tips) == len(old) == 1 else ""
        patch = self._git.chunks(*_DIFF, guess, tips[0]) if guess else None
        arrived = arriving(self._git, tips, old, options=options)
        words = Words(self._common_dir)
        with ObjectReader(self._git, limit=_LARGEST_FILE) as reader:
            judged = self._judged(reader, new)
            commits, edge, said = arrived()
            if any(line.lower().startswith(b"chrono-step") for one in said for line in trailer_lines(one)):
                raise Unsure
            if commits and len(tips) == 1 and judged:
                self._look_through(reader, words, judged[0], edge, patch if edge == [guess] else None)
            elif commits and len(tips) > 1:
                for tip in judged:
                    count, edge, _ = arriving(self._git, [tip], old, options=options)()
                    if count:
                        self._look_through(reader, words, tip, edge, None)
        if self._off and len(judged) != len(tips):
            raise Unsure  # how many commits are those of the others
        return clean(commits, self._files, len(new) - self._off, others(deleted, self._off, 0))

    def _judged(self, reader: ObjectReader, new: Sequence[Update]) -> list[str]:
        """The commits that are to be judged."""
        found = []
        seconds = SECONDS
        for tip in dict.fromkeys(one.new for one in new):
            names = (tip, f"{tip}:.chrono/config.toml", f"{tip}:.chrono/rules")
            (_, kind, content), (_, kind_of_config, config), (_, _, rules) = reader.read_many(
                [name.encode("ascii") for name in names]
            )
            if (
                rules is not None
                or kind_of_config not in (b"missing", b"blob")
                or isinstance(config, TooLarge)
            ):
                raise Unsure
            policies, usual, least = self._policies(config)
            seconds = min(seconds, least)
            asked = [policy_of(one.branch, policies) or usual for one in new if one.new == tip]
            if "all" in asked:
                raise Unsure
            self._off += asked.count("off")
            if len(asked) > asked.count("off"):
                found.append(_commit(tip, kind, content))
        if seconds != SECONDS:
            limit.begin(seconds)
        return found

    def _policies(self, text: bytes | None) -> tuple[Sequence[tuple[str, str]], str, float]:
        if text is None:
            return (), POLICY, SECONDS
        known = get(self._common_dir, _CONFIG, (_version(), text))
        if not isinstance(known, tuple):
            self.texts.append(text)
            raise Unsure
        usual, policies, seconds = known
        return policies, usual, seconds

    def _look_through(
        self,
        reader: ObjectReader,
        words: Words,
        tip: str,
        edge: Sequence[str],
        patch: Iterator[bytes] | None,
    ) -> None:
        """Raises Unsure if there is anything that the scanner could find in what is new at the tip."""
        if len(edge) > 1:
            # What is new against all of them is new against any of them.
            edge = self._git.run("merge-base", "--independent", *edge).decode("ascii").split()
        base = edge[0] if edge else EMPTY_TREES[len(tip)]
        loose = []
        for meta, path, part in sections(_joined(patch or self._git.chunks(*_DIFF, base, tip))):
            _, mode, _, oid, _ = meta.split(b" ")
            if not mode.startswith(_FILE):
                continue
            extension = extension_of(path.decode("utf-8", "surrogateescape"))
            if not extension:
                loose.append(oid)
            elif extension in words.extensions:
                self._files += 1
                # NUL: perhaps UTF-16, in which nothing is found so. What was allowed may stand anywhere.
                if b"\0" in part or _ALLOWS in part:
                    raise Unsure
                if words.strings.in_(part):
                    words.look_closer(extension, new_side(part))
        for _, _, content in reader.read_many(loose):
            if not isinstance(content, bytes):
                raise Unsure
            if content.startswith(b"#!"):
                self._files += 1
                if words.strings.in_(content):
                    raise Unsure


def _commit(tip: str, kind: bytes, content: bytes | TooLarge | None) -> str:
    """The commit that an object is, or that a tag names: gitformat, "tag objects"."""
    if kind == b"commit":
        return tip
    if kind == b"tag" and isinstance(content, bytes):
        lines = content.split(b"\n", 2)
        if lines[0].startswith(b"object ") and lines[1] == b"type commit":
            return lines[0][7:].decode("ascii")
    raise Unsure


def _joined(chunks: Iterator[bytes]) -> bytes:
    pieces = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > _MOST_BYTES:
            raise Unsure
    return b"".join(pieces)
