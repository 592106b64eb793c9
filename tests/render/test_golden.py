from __future__ import annotations

import re

import pytest
from wcwidth import wcswidth

from chrono_git.render.explain import explain_text
from chrono_git.render.tasks import next_text
from chrono_git.render.text import report_text
from tests.render.golden import FOLDER, NEXT, outputs
from tests.render.sample import FIRST, ITEMS, REPORT

OUTPUTS = dict(outputs())
SGR = re.compile("\x1b\\[[0-9;]*m")
WIDTHS = (*range(36, 90, 3), 100, 140, 200)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_the_one_that_was_looked_at(name: str) -> None:
    assert OUTPUTS[name] == (FOLDER / name).read_bytes().decode()


def test_no_golden_file_is_left_over() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(OUTPUTS)


@pytest.mark.parametrize("name", [name for name in OUTPUTS if "-color" in name])
def test_colour_changes_nothing_but_the_colour(name: str) -> None:
    assert SGR.sub("", OUTPUTS[name]) == OUTPUTS[name.replace("-color", "")]
    assert SGR.search(OUTPUTS[name])


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_that_a_terminal_obeys_comes_through(name: str) -> None:
    text = SGR.sub("", OUTPUTS[name]) if "-color" in name else OUTPUTS[name]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("name", [name for name in OUTPUTS if "-ascii" in name])
def test_ascii_output_adds_no_sign_of_its_own(name: str) -> None:
    ours = re.sub("[一-龥ぁ-ゖァ-ヺー。→]", "", OUTPUTS[name])
    assert ours.isascii(), sorted({sign for sign in ours if not sign.isascii()})


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    texts = [report_text(REPORT, NEXT, width=width)]
    texts += [explain_text(FIRST, item, width=width) for item in ITEMS]
    wide = [line for text in texts for line in text.splitlines() if wcswidth(line) > width]
    # A command is not cut, for nobody could run it.
    assert [line for line in wide if "chrono-git explain" not in line] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_prose_of_next_fits_and_its_commands_are_whole(width: int) -> None:
    text = next_text(NEXT, width=width)
    verbatim = {
        line.replace("\t", "    ") for block in ITEMS[-1].item.blocks for line in block.text.splitlines()
    }
    assert verbatim - {line[7:] for line in text.splitlines()} == set()
    for line in text.splitlines():
        assert wcswidth(line) <= width or line[7:] in verbatim or "Chrono-Step" in line or line.endswith(":")


def test_nothing_left_is_said() -> None:
    assert next_text(()) == "Nothing is left to do.\n"
