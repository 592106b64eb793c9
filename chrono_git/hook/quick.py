"""A quick look at a push: is there anything at all that the gate could find? Most pushes end here.

It never sees less than `chrono_git.app.push`: where it is not sure, it says so. It runs under
`python -SE` and imports nothing that is slow to load.
"""

from __future__ import annotations

from chrono_git.app.extension import extension_of
from chrono_git.hook import limit
from chrono_git.hook.glance import ALLOWS, Unsure, Words, version
from chrono_git.hook.remembered import get, put
from chrono_git.render.pushed import clean, others
from chrono_git.repo.messages import arriving, trailer_lines
from chrono_git.repo.objects import ObjectReader, TooLarge
from chrono_git.repo.patches import CONTEXT, DIFF, EMPTY_TREES, new_side, sections
from chrono_git.repo.stream import Git
from chrono_git.repo.updates import Strictness, edge_of, policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chrono_git.repo.updates import Elsewhere, Update

SECONDS = 30.0  # where no configuration says otherwise
POLICY = "new"
_CONFIG = "gate-config"
# What a push has more of is worth more than one process anyway.
_MOST_TIPS = 4
_MOST_BYTES = 32 << 20
_LARGEST_FILE = 8 << 20
_DIFF = (*DIFF, f"-U{CONTEXT}")
_FILE = b"100"  # how the modes of regular files begin


def remember_config(
    common_dir: str, text: bytes, values: tuple[str, tuple[tuple[str, str], ...], float]
) -> None:
    """Writes down what a configuration says of pushes: the policy, those of branches, the seconds."""
    put(common_dir, _CONFIG, (version(), text), values)


class Quick:
    """One quick look; `texts` are the configurations that it met and knew nothing of."""

    def __init__(self, git: Git, common_dir: str, updates: Sequence[Update], elsewhere: Elsewhere) -> None:
        self.texts: list[bytes] = []
        self._git = git
        self._common_dir = common_dir
        self._updates = updates
        self._elsewhere = elsewhere
        self._rules: list[Strictness] = []
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
            strictness = self._strictness(len(tips))
            if strictness is not None:
                # What was begun is as good as nothing, where other refs count.
                wanted = self._elsewhere.options(self._git, is_known=bool(old), strictness=strictness)
                old = list(dict.fromkeys(one.old for one in new if one.old and strictness.holds(one.branch)))
                arrived = arriving(self._git, tips, old, options=wanted)
            commits, edge, said = arrived()
            if any(line.lower().startswith(b"chrono-step") for one in said for line in trailer_lines(one)):
                raise Unsure
            if commits and len(tips) == 1 and judged:
                edge = edge_of(self._git, edge)
                self._look_through(reader, words, judged[0], edge, patch if edge == [guess] else None)
            elif commits and len(tips) > 1:
                for tip in judged:
                    count, edge, _ = arriving(self._git, [tip], old, options=options)()
                    if count:
                        self._look_through(reader, words, tip, edge_of(self._git, edge), None)
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
            asked: list[str] = [policy_of(one.branch, policies) or usual for one in new if one.new == tip]
            if "all" in asked:
                raise Unsure
            self._off += asked.count("off")
            if policies:
                self._rules += {Strictness(usual, policies, one) for one in asked if one != "off"}
            if len(asked) > asked.count("off"):
                found.append(_commit(tip, kind, content))
        if seconds != SECONDS:
            limit.begin(seconds)
        return found

    def _strictness(self, tips: int) -> Strictness | None:
        """How strictly what counts as old was judged; None where all branches are judged alike."""
        if not self._rules:
            return None
        if tips > 1 or len(self._rules) > 1:
            raise Unsure
        return self._rules[0]

    def _policies(self, text: bytes | None) -> tuple[Sequence[tuple[str, str]], str, float]:
        if text is None:
            return (), POLICY, SECONDS
        known = get(self._common_dir, _CONFIG, (version(), text))
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
        # What is new against all of them is new against any of them.
        base = edge[0] if edge else EMPTY_TREES[len(tip)]
        loose = []
        for meta, path, part in sections(_bounded(patch or self._git.chunks(*_DIFF, base, tip))):
            _, mode, _, oid, _ = meta.split(b" ")
            if not mode.startswith(_FILE):
                continue
            extension = extension_of(path.decode("utf-8", "surrogateescape"))
            if not extension:
                loose.append(oid)
            elif extension in words.extensions:
                self._files += 1
                # NUL: perhaps UTF-16, in which nothing is found so. What was allowed may stand anywhere.
                if b"\0" in part or ALLOWS in part:
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


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MOST_BYTES:
            raise Unsure
        yield chunk
