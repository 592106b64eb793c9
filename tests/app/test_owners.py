"""To which item a finding belongs, and the policy that stubs of unclaimed items may stay."""

from __future__ import annotations

import pytest

from chrono_git.app.check import check
from tests.app.kit import GUIDE
from tests.gitkit import Repo

TEXT = """\
# CHRONO-001: A shop

## Implementation Checklist

### Phase 1: Making

- [ ] 1.1 Create `src/cart.py`
- [ ] 1.2 Implement `total` in `src/cart.py`
- [ ] 1.3 Create everything below `lib/`
- [{box}] 1.4 Implement `discount`
"""
CART = """\
class Cart:
    def total(self):
        raise NotImplementedError

    def items(self):
        raise NotImplementedError
"""
LONE = "def {name}():\n    raise NotImplementedError\n"
CLAIMED = '[check]\npolicy = "claimed"\n'


def shop(repo: Repo, box: str = " ", **files: str) -> Repo:
    content = {
        GUIDE: TEXT.format(box=box),
        "src/cart.py": CART,
        "lib/a/tax.py": LONE.format(name="tax"),
        "src/offers.py": LONE.format(name="discount"),
        "src/other.py": LONE.format(name="other"),
    }
    repo.commit("a shop", files={**content, **files})
    return repo


def owners(repo: Repo, **how: str) -> dict[str, str | None]:
    return {one.symbol: one.item for one in check(str(repo.path), **how).findings}  # type: ignore[arg-type]


def test_the_closest_item_owns_a_finding(repo: Repo) -> None:
    shop(repo)
    assert owners(repo) == {
        "Cart.total": "CHRONO-001/1.2",
        "Cart.items": "CHRONO-001/1.1",
        "tax": "CHRONO-001/1.3",
        "discount": "CHRONO-001/1.4",
        "other": None,
    }
    assert owners(repo, at="HEAD") == owners(repo)


def test_a_guide_that_is_only_in_the_work_tree_owns_nothing_of_a_commit(repo: Repo) -> None:
    repo.commit("cart", files={"src/cart.py": CART})
    repo.write(GUIDE, TEXT)
    assert owners(repo, at="HEAD") == {"Cart.total": None, "Cart.items": None}
    assert owners(repo)["Cart.total"] == "CHRONO-001/1.2"


@pytest.mark.parametrize(
    ("box", "message", "left"),
    [
        (" ", "nothing", {"other"}),
        ("x", "nothing", {"other", "discount"}),
        (" ", "CHRONO-001: total\n\nChrono-Step: 1.2", {"other", "Cart.total"}),
        (" ", "CHRONO-001: cart\n\nChrono-Step: 1.1", {"other", "Cart.items"}),
    ],
)
def test_a_stub_may_stay_while_nobody_claims_its_item(
    repo: Repo, box: str, message: str, left: set[str]
) -> None:
    shop(repo, box, **{".chrono/config.toml": CLAIMED})
    repo.commit(message, files={"notes.txt": "x\n"})
    assert set(owners(repo)) == left
    assert set(owners(repo, at="HEAD")) == left


def test_debug_code_is_never_part_of_the_plan(repo: Repo) -> None:
    debug = "def total():\n    breakpoint()\n"
    shop(repo, **{".chrono/config.toml": CLAIMED, "src/cart.py": debug})
    (one,) = [one for one in check(str(repo.path)).findings if one.rule == "debug-call"]
    assert (one.item, one.severity) == ("CHRONO-001/1.2", "block")


def test_without_the_policy_every_stub_counts(repo: Repo) -> None:
    shop(repo)
    assert len(owners(repo)) == 5


QUIET = "def total():\n    return 1\n"
PRINTS = 'def total():\n    print("DEBUG", 1)\n    return 1\n'


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (QUIET, ["debug-print"]),
        ('def total():\n    print("the total")\n    return 1\n', []),
        (None, ["debug-print"]),
    ],
)
def test_a_debugging_print_is_news_where_nothing_printed_before(
    repo: Repo, before: str | None, found: list[str]
) -> None:
    repo.commit("first", files={"src/cart.py": before} if before else {"a.txt": "x\n"})
    repo.commit("second", files={"src/cart.py": PRINTS})
    assert [one.rule for one in check(str(repo.path), span="HEAD~1..HEAD").findings] == found
    assert [one.rule for one in check(str(repo.path)).findings] == []


def test_what_a_sparse_checkout_leaves_out_is_not_remembered(repo: Repo) -> None:
    text = "def {name}():\n    raise NotImplementedError\n"
    repo.commit("two", files={"in/a.py": text.format(name="a"), "out/b.py": text.format(name="b")})
    assert [one.path for one in check(str(repo.path)).findings] == ["in/a.py", "out/b.py"]
    repo.git("sparse-checkout", "set", "in")
    assert [one.path for one in check(str(repo.path)).findings] == ["in/a.py"]
    repo.git("sparse-checkout", "disable")
    assert [one.path for one in check(str(repo.path)).findings] == ["in/a.py", "out/b.py"]


def test_an_allowance_above_a_line_of_jsx(repo: Repo) -> None:
    text = """\
export const Cart = () => (
  <div>
    {/* chrono-git: allow(stub) the shop is closed */}
    <b onClick={() => { throw new Error("not implemented") }}/>
  </div>
)
"""
    repo.commit("cart", files={"src/cart.tsx": text})
    assert check(str(repo.path)).findings == ()
