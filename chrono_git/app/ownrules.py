"""The users' own rules, as the workers of a scan run them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from chrono_git.scan.result import Scan, Suspect
from chrono_git.scan.userrules import UserRule, applies, parse_rules, run


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules of a repository; `digest` tells them from others."""

    rules: tuple[UserRule, ...]
    digest: str

    @property
    def ids(self) -> tuple[str, ...]:
        """What their findings are called."""
        return tuple(rule.id for rule in self.rules)

    def about(self, path: str) -> bool:
        """Whether any of them looks at a file of this path."""
        return any(applies(rule, path) for rule in self.rules)

    def add(self, scan: Scan, path: str, content: bytes, *, text_only: bool) -> Scan:
        """The scan of a file with what the rules find in it; may take long, or end the process."""
        from chrono_git.scan.astgrep import RuleError
        from chrono_git.scan.decoding import decode

        if not self.about(path):
            return scan
        text, _ = decode(content)
        if text is None or text_only:
            return _noted(scan, "the rules of `.chrono/rules` were not run: there is nothing that parses")
        try:
            found = run(self.rules, path, text)
        except RuleError as error:
            return _noted(scan, f"the rules of `.chrono/rules` were not run: {error}")
        suspects = [*scan.suspects, *(Suspect(one) for one in found)]
        return replace(scan, suspects=tuple(sorted(suspects, key=attrgetter("order"))))


def read_rules(files: Sequence[tuple[str, bytes]], digest: str) -> OwnRules | None:
    """The rules in these files; None where there are none. Raises ConfigError with every mistake in them."""
    rules = parse_rules(files) if files else ()
    return OwnRules(rules, digest) if rules else None


def _noted(scan: Scan, note: str) -> Scan:
    return replace(scan, note="; ".join(filter(None, (scan.note, note))))
