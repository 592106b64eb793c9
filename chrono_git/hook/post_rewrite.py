"""post-rewrite: after a rebase, what its commits prove is taken up once, in the last of them."""

from __future__ import annotations

from chrono_git.hook.lean import read_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Folds into HEAD if the rebase made it; `amend` was done by post-commit already. Returns 0.

    Standard input has `<old id> SP <new id>` lines: githooks(5), "post-rewrite".
    """
    lines = [line.split() for line in read_input().decode("ascii", "replace").splitlines()]
    rewritten = {fields[0]: fields[1] for fields in lines if len(fields) > 1}
    if arguments[:1] == ["rebase"] and rewritten:
        from chrono_git.hook.taking_up import take_up

        take_up(rewritten=rewritten)
    return 0
