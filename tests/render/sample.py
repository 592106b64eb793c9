"""A report with one item of every kind, as data for the renderers' tests."""

from __future__ import annotations

from chrono_git.model import (
    Claim,
    CodeBlock,
    Evidence,
    Guide,
    GuideReport,
    Item,
    ItemReport,
    Note,
    Problem,
    Report,
    Trouble,
)

BASE = "3f2a91c0d4b5e6f7a8b9c0d1e2f3a4b5c6d7e8f9"
CLAIMING = "9b1d77e0c2a34f5566778899aabbccddeeff0011"
CHECKLIST = "Implementation Checklist"
SETUP = (CHECKLIST, "Phase 1: Setup & Scaffolding")
CORE = (CHECKLIST, "Phase 2: Core Implementation")
CHINESE = "在价格更新时批量写入数据库并重试失败的请求以及记录所有错误信息"
JAPANESE = "データベースに書き込むコードは見つかりません。`src/db.ts` がありません"
MANIFEST = "workers/package.json"
STEPS = ("Step-by-Step Implementation",)


def seen(result: str, detail: str, rule: str = "path", **more: object) -> Evidence:
    return Evidence(rule, result, detail, **more)  # type: ignore[arg-type]


def done(item: Item, *evidence: Evidence, claims: tuple[Claim, ...] = ()) -> ItemReport:
    agreement = "agrees" if item.ticked or claims else "forgotten"
    return ItemReport(item, "done", "done", agreement, evidence, claims)  # type: ignore[arg-type]


STEP = Item(
    "CHRONO-042/2",
    "step",
    STEPS,
    120,
    "Price batcher",
    number="2",
    notes=(
        Note("objective", "Collect prices and hand them on in batches of a fixed size.", 122),
        Note("reference", 'See `docs/specs/CHRONO-042-prices.md` section "Batching"', 124),
        Note("consideration", "Flush when the **oldest** price is older than 250 ms", 127),
        Note("pitfall", "A timer that is never cleared keeps the worker alive.", 130),
        Note("integration", "Batcher → Queue: one message a batch", 133),
        Note("error", "**Queue full**: retry with backoff, then drop the oldest", 136),
        Note("file", "File 1: `workers/src/lib/batcher.ts`", 138),
        Note("detail", "価格をまとめて送る", 139),
    ),
    blocks=(
        CodeBlock("bash", "mkdir -p workers/src/lib\ntouch workers/src/lib/batcher.ts\n", 142, "commands"),
        CodeBlock(
            "typescript",
            "export class PriceBatcher {\n\tadd(price: Price) {\n\t\tthis.prices.push(price)\n\t}\n}\n",
            150,
            "implement",
            "workers/src/lib/batcher.ts",
        ),
        CodeBlock("bash", "npm test -- batcher\n", 164, "verification"),
    ),
)

GUIDE = Guide(
    "CHRONO-042",
    "Collect **prices** in batches",
    "docs/implementation/CHRONO-042-guide.md",
    "chrono",
    (),
    problems=(Problem("docs/implementation/CHRONO-042-guide.md", 77, "a box without text: `- [ ]`"),),
    debugging=(CodeBlock("bash", "tail -f logs/batcher.log\n", 320, "commands"),),
)

TROUBLE = Trouble(
    2,
    "`PriceBatcher` **hangs** \x1b[31m",
    300,
    "Nothing arrives any more, and `curl localhost:8787/status` says that there are waiting prices",
    "",
    "Start it again; 価格をまとめて送る",
    (
        CodeBlock("bash", "# Look\nwrangler tail --format pretty\n\nrm -rf \u202egnp.exe\n", 306, "commands"),
        CodeBlock("json", '{\n\t"batch": 5\n}\n', 312, "other"),
    ),
)

ITEMS = (
    done(
        Item("CHRONO-042/1.1", "task", SETUP, 34, "Create `workers/package.json`", "1.1", box=" "),
        seen("pass", f"`{MANIFEST}` exists since 3f2a91c0d4", path=MANIFEST, commit=BASE),
    ),
    done(
        Item(
            "CHRONO-042/1.2",
            "task",
            SETUP,
            35,
            "Configure **TypeScript** (see [docs](https://x.example))",
            "1.2",
            box="x",
        ),
        seen("pass", "`workers/tsconfig.json` changed since the base", path="workers/tsconfig.json", line=1),
    ),
    ItemReport(
        Item("CHRONO-042/1.3", "task", SETUP, 36, "Install Node 20 on the build machine", "1.3", box="x"),
        "unknown",
        "done",
        "attested",
        (seen("unknown", "a machine's set-up leaves no trace in the repository", "unseen"),),
        (Claim(CLAIMING, "claim", "1.3", "Chrono-Step: 1.3"),),
    ),
    ItemReport(
        Item("CHRONO-042/1.4", "task", SETUP, 37, "Create an account for the staging queue", "1.4", box=" "),
        "unknown",
        "unknown",
        None,
        (
            seen(
                "unknown",
                "an account is not part of the repository",
                "unseen",
                remedy="Tick the box, or commit with `Chrono-Step: 1.4`.",
            ),
        ),
    ),
    ItemReport(
        Item("CHRONO-042/2.1", "task", CORE, 41, "Implement `PriceBatcher`", "2.1", box="x"),
        "partial",
        "partial",
        "phantom",
        (
            seen("pass", "`workers/src/lib/batcher.ts` exists", path="workers/src/lib/batcher.ts"),
            seen(
                "fail",
                "`PriceBatcher.flush` is a stub: it throws `Not implemented`",
                "stub",
                path="workers/src/lib/batcher.ts",
                line=18,
                remedy="Implement `PriceBatcher.flush`.",
            ),
        ),
    ),
    ItemReport(
        Item(
            "CHRONO-042/2.1.1",
            "task",
            CORE,
            42,
            "Flush on a timer",
            "2.1.1",
            box=" ",
            parent="CHRONO-042/2.1",
        ),
        "partial",
        "partial",
        "agrees",
        (seen("fail", "`flush` is there, but nothing calls it with a timer"),),
    ),
    ItemReport(
        Item(
            "CHRONO-042/2.1.2", "task", CORE, 43, CHINESE,
            "2.1.2", box=" ", optional=True, parent="CHRONO-042/2.1",
        ),
        "open",
        "open",
        "agrees",
        (seen("fail", JAPANESE, path="src/db.ts"),),
    ),
    ItemReport(
        Item("CHRONO-042/2.2", "task", CORE, 44, "~~Support Kraken~~", "2.2", box="-", skip="struck through"),
        "open",
        "skipped",
        None,
    ),
    ItemReport(
        Item("CHRONO-042/2.3", "task", CORE, 45, "Log \x1b[31mred\x1b[0m and \u202egnp.exe", "2.3", box=" "),
        "open",
        "open",
        "agrees",
        (seen("fail", "`caf\udce9/\x07log.ts` does not exist", path="caf\udce9/\x07log.ts"),),
    ),
    ItemReport(STEP, "open", "open", "agrees", (
        seen("fail", "`workers/src/lib/batcher.ts` does not define `PriceBatcher`", "symbol",
             path="workers/src/lib/batcher.ts",
             remedy="Define `PriceBatcher` in `workers/src/lib/batcher.ts`."),
        seen("unknown", "no rule can see whether `npm test` passes", "unseen"),
    )),
)  # fmt: skip

FIRST = GuideReport(GUIDE, BASE, ITEMS, 1_700_000_000)
SECOND = GuideReport(
    Guide("TODO", "", "TODO.md", "plain", ()),
    None,
    (
        done(
            Item("TODO/l3", "task", (), 3, "Add a licence", box="x"),
            seen("pass", "`LICENSE` exists", path="LICENSE"),
        ),
    ),
)
EMPTY = GuideReport(Guide("PLAN", "Plan", "docs/PLAN.md", "plain", ()), BASE, ())

REPORT = Report(
    None,
    "main",
    (FIRST, SECOND, EMPTY),
    (Problem("docs/old.md", None, "this file is larger than 8 MiB and was not read"),),
)
