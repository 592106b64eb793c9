"""What `.chrono/config.toml` changes in a report, read from the snapshot that is judged."""

from __future__ import annotations

import pytest

from chrono_git.errors import ConfigError
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, items, judge, problems, seen, verdicts
from tests.gitkit import Repo

CONFIG = ".chrono/config.toml"


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """One guide that is found by its name, and another list that is not."""
    repo.commit("guide", files={GUIDE: TEXT, "lists/work.md": "# Work\n\n- [ ] T001 Create `src/a.py`\n"})
    return repo


def paths(repo: Repo) -> list[str]:
    return [one.guide.path for one in judge(repo).guides]


def test_include_and_exclude(guided: Repo) -> None:
    assert paths(guided) == [GUIDE]
    guided.write(CONFIG, '[guides]\ninclude = ["lists/*.md", "docs/**"]\n')
    assert paths(guided) == [GUIDE, "lists/work.md"]
    guided.write(CONFIG, '[guides]\ninclude = ["lists/*.md"]\n')
    assert paths(guided) == ["lists/work.md"]
    guided.write(CONFIG, '[guides]\nexclude = ["docs/*"]\n')
    assert paths(guided) == []
    # What is excluded may still be named.
    assert [one.guide.path for one in judge(guided, GUIDE).guides] == [GUIDE]


def test_dialects(guided: Repo) -> None:
    guided.write(CONFIG, '[guides]\ninclude = ["lists/*"]\n[dialects]\n"lists/*.md" = "plain"\n')
    (guide,) = judge(guided).guides
    assert guide.guide.dialect == "plain"
    guided.write(CONFIG, '[guides]\ninclude = ["lists/*"]\n[dialects]\n"lists/*.md" = "spec-kit"\n')
    (guide,) = judge(guided).guides
    assert (guide.guide.dialect, guide.guide.items[0].number) == ("spec-kit", "T001")


def test_overrides_of_items(guided: Repo) -> None:
    guided.write(
        CONFIG,
        '[items."CHRONO-001/1.3"]\npath = "NAME"\nverb = "create"\n'
        '[items."CHRONO-001/1.2"]\nskip = "not here"\n',
    )
    assert seen(judge(guided)) == ["open, agrees", "skipped", "open, agrees"]
    guided.write("NAME", "Nexus\n")
    found = items(judge(guided))
    assert found["CHRONO-001/1.3"].status == "done"
    assert found["CHRONO-001/1.2"].item.skip == "not here"


def test_limits(guided: Repo) -> None:
    guided.write("src/first.py", FIRST * 50)
    guided.write(CONFIG, "[limits]\nfile_bytes = 100\n")
    report = judge(guided)
    assert verdicts(report)["CHRONO-001/1.1"] == "done, forgotten"
    guided.commit("work")
    assert verdicts(judge(guided))["CHRONO-001/1.1"] == "done, forgotten"


def test_a_threshold_comes_with_the_report(guided: Repo) -> None:
    guided.write(CONFIG, "[report]\nfail_under = 80\n")
    assert judge(guided).fail_under == 80


@pytest.mark.parametrize("cached", [False, True])
def test_all_mistakes_are_told_at_once(guided: Repo, cached: bool) -> None:
    guided.write(CONFIG, '[guides]\ninclde = ["x"]\nactive = 3\n')
    for _ in range(2):
        with pytest.raises(ConfigError) as failed:
            judge(guided, cached=cached)
        assert f"{CONFIG}:2: " in str(failed.value)
        assert "include" in str(failed.value)
        assert f"{CONFIG}:3: " in str(failed.value)
    guided.at(CONFIG).unlink()
    assert paths(guided) == [GUIDE]


def test_the_configuration_of_the_commit_counts(guided: Repo) -> None:
    guided.commit("config", files={CONFIG: '[guides]\nexclude = ["docs/*"]\n'})
    guided.at(CONFIG).unlink()
    assert paths(guided) == [GUIDE]
    assert judge(guided, at="HEAD").guides == ()
    assert len(judge(guided, at="HEAD~1").guides) == 1


def test_an_override_for_an_item_that_is_not_there_does_no_harm(guided: Repo) -> None:
    guided.write(CONFIG, '[items."CHRONO-001/9.9"]\nskip = "gone"\n')
    guided.write("src/second.py", SECOND)
    assert seen(judge(guided)) == ["open, agrees", "done, forgotten", "unknown"]
    assert problems(judge(guided)).count("\n") <= 1


def test_a_comment_in_the_guide_says_what_to_look_for(guided: Repo) -> None:
    text = TEXT.replace("Decide on a name", "Decide on a name <!-- chrono: path=NAME verb=create -->")
    guided.write(GUIDE, text)
    guided.write("NAME", "Nexus\n")
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "done, forgotten"
    guided.write(CONFIG, '[items."CHRONO-001/1.3"]\npath = "OTHER"\n')
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "open, agrees"
