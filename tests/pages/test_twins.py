"""A page and its twin find each other."""

from pathlib import Path

import pytest

from tests.pages.twins import english, is_english, is_spanish, lonely, twin
from tests.support.once import only_with

pytestmark = only_with("3.13")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("README.md", "README.es.md"),
        ("howto/c.en.md", "howto/c.es.md"),
        ("lessons/00_start/en.md", "lessons/00_start/es.md"),
        ("exercises/02_client/hints.en.md", "exercises/02_client/hints.es.md"),
    ],
)
def test_twins_find_each_other(ours: str, theirs: str) -> None:
    one, other = Path(ours), Path(theirs)
    assert (twin(one), english(other)) == (other, one)
    assert (is_english(one), is_spanish(one)) == (True, False)
    assert (is_english(other), is_spanish(other)) == (False, True)
    assert list(lonely([one, other])) == []
    assert list(lonely([one])) == [f"{one}: its twin is missing"]
    assert list(lonely([other])) == [f"{other}: its twin is missing"]


def test_a_page_without_a_language_is_found() -> None:
    assert list(lonely([Path("howto/men.md")])) == ["howto/men.md: its name has no language"]
    assert list(lonely([Path("reference/c.md")])) == []
