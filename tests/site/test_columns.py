"""Programs that stand one after the other become columns, and nothing else does."""

import re
from typing import Final

import pytest

from tests.site.columns import columns
from tests.support.once import only_with

pytestmark = only_with("3.12")

FENCES: Final = {
    "c": "```c\nint main(void)\n```\n",
    "rust": "```rust\nfn main() {}\n```\n",
    "python": "```python\nmain()\n```\n",
    "text": "```text\n5\n```\n",
}


def tabs(html: str) -> list[list[str]]:
    """Returns the names of the programs in each group of columns."""
    groups = html.split('<div class="columns">')[1:]
    return [re.findall(r"<label [^>]*>([^<]+)</label>", group) for group in groups]


def page(*blocks: str, between: str = "\n") -> str:
    return between.join(FENCES.get(block, block) for block in blocks)


@pytest.mark.parametrize(
    ("blocks", "names"),
    [
        (("c", "python"), [["C", "stdnet.c"]]),
        (("rust", "python"), [["Rust", "stdnet"]]),
        (("c", "python", "rust", "python"), [["C", "stdnet.c", "Rust", "stdnet"]]),
        (("c", "python", "Words.\n", "rust", "python"), [["C", "stdnet.c"], ["Rust", "stdnet"]]),
        (("c", "python", "text", "python"), [["C", "stdnet.c"]]),
        (("c", "Words.\n", "python"), []),
        (("python", "python"), []),
        (("python", "c"), []),
        (("rust", "text"), []),
    ],
)
def test_twins_stand_side_by_side(blocks: tuple[str, ...], names: list[list[str]]) -> None:
    assert tabs(columns(page(*blocks))) == names


def test_the_first_tab_of_each_group_is_open() -> None:
    html = columns(page("c", "python", "Words.\n", "rust", "python"))
    inputs = re.findall(r"<input [^>]*>", html)
    assert [" checked" in each for each in inputs] == [True, False, True, False]
    assert len({*re.findall(r' id="([^"]+)"', html)}) == 4
    assert re.findall(r' name="([^"]+)"', html) == ["1", "1", "2", "2"]


def test_a_page_without_twins_stays_as_it_is() -> None:
    text = page("# Title\n", "python", "Words.\n", "text")
    assert columns(text) == text


def test_programs_stay_in_fences_of_their_own() -> None:
    html = columns(page("c", "python"))
    assert (
        "<div>\n\n```c\nint main(void)\n```\n\n</div>\n<div>\n\n```python\nmain()\n```\n\n" in html
    )
