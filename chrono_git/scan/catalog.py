"""The rules of `check`: what each one finds, why that matters, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from chrono_git.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `title` is half a line, `description` a sentence or two, `help` Markdown.

    `severity` is what its findings have in code that people rely on; in tests, examples,
    documents, templates and generated files they are warnings.
    """

    id: str
    severity: Severity
    title: str
    description: str
    help: str


RULES: tuple[Rule, ...] = (
    Rule(
        "stub",
        "block",
        "Code that stands in for an implementation",
        "The whole body of the function only says that it is not implemented yet "
        "(`raise NotImplementedError`, `todo!()`, `throw new Error('Not implemented')`), "
        "and nothing around it says that this is meant to stay.",
        "Write the implementation, or remove the function.\n\n"
        "Where it is deliberate, say so in a way that readers see too: make the member abstract, or give the "
        "error a message that says why. What remains is allowed by a comment on or above the line:\n\n"
        "    # chrono-git: allow(stub) the vendor's interface has this method, nobody calls it",
    ),
    Rule(
        "stub-admitted",
        "warn",
        "An empty function whose comment admits that something is missing",
        "The function does nothing, and a comment in it says that it should "
        "(`TODO: implement`, `placeholder`, `in a real implementation`).",
        "Write the implementation and remove the comment.\n\n"
        "Where doing nothing is right, let the comment say why instead of what is missing. What remains is "
        "allowed by a comment on or above the line:\n\n"
        "    # chrono-git: allow(stub-admitted) reason",
    ),
    Rule(
        "debug-call",
        "block",
        "A debugging aid left behind",
        "The code starts a debugger or dumps a value (`breakpoint()`, `debugger`, `binding.pry`, `dbg!`, "
        "`var_dump`): it stops or litters every run that comes by.",
        "Remove the call.\n\n"
        "Where it is part of the product, say why in a comment on the line, or allow it:\n\n"
        "    // chrono-git: allow(debug) opened on purpose by the --inspect switch",
    ),
    Rule(
        "debug-print",
        "warn",
        "A print that looks like somebody was looking for a fault",
        "Code that does not print otherwise prints something that reads like debugging (`print('here')`).",
        "Remove the call, or turn it into a log message with a level.\n\n"
        "What remains is allowed by a comment on or above the line:\n\n"
        "    # chrono-git: allow(debug-print) reason",
    ),
    Rule(
        "allow-reason",
        "warn",
        "An allowance without a reason",
        "A comment allows a finding and does not say why, so that nobody can tell whether it still holds.",
        "Write the reason after the parenthesis:\n\n    # chrono-git: allow(stub) reason",
    ),
    Rule(
        "allow-unused",
        "warn",
        "An allowance that allows nothing",
        "No finding is left at the place that the comment is for: the code was finished, or it moved away.",
        "Remove the comment, or move it onto or above the line that it is for.",
    ),
    Rule(
        "allow-unknown",
        "warn",
        "An allowance for a rule that does not exist",
        "The comment names no rule that `check` has here, so it allows less than it seems to.",
        "Name rules, several of them separated by commas:\n\n"
        "    # chrono-git: allow(stub, debug-call) reason",
    ),
)  # fmt: skip


_FAMILIES = ("stub", "debug")


def is_about_allowance(rule: str) -> bool:
    """Whether the rule is about allowances themselves: its findings are never allowed, nor in a baseline."""
    return rule.startswith("allow-")


def names_rule(name: str, rule: str) -> bool:
    """Whether an allowance of this name is for the rule: by its id, or by the family `stub` or `debug`."""
    if is_about_allowance(rule):
        return False
    return name == rule or (name in _FAMILIES and rule.startswith(f"{name}-"))


def names(own: Collection[str] = ()) -> Iterator[str]:
    """Every name that an allowance may have: our rules' ids and families, and the users' `own` rules."""
    built_in = [rule.id for rule in RULES if not is_about_allowance(rule.id)]
    yield from dict.fromkeys([*built_in, *_FAMILIES, *own])
