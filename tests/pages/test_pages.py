"""Nothing on a page is stale, wrong or in one language alone."""

from typing import Final

import pytest

from tests.pages import checks
from tests.pages.fill import READMES, filled, pages
from tests.pages.outputs import ROOT, Missing

PAGES: Final = {str(path.relative_to(ROOT)): path for path in pages()}

pytestmark = pytest.mark.skipif(not READMES[0].exists(), reason="the pages are not beside this")

each_page = pytest.mark.parametrize("page", PAGES)


def read(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def assert_fresh(page: str, kind: str) -> None:
    try:
        new = filled(read(page), (kind,))
    except Missing as exc:
        pytest.skip(str(exc))
    assert read(page) == new, f"python -m tests.pages {page}"


@each_page
def test_the_blocks_from_files_are_fresh(page: str) -> None:
    assert_fresh(page, "file")


@pytest.mark.slow
@pytest.mark.timeout(300)
@each_page
def test_the_outputs_are_fresh(page: str) -> None:
    assert_fresh(page, "output")


@pytest.mark.timeout(300)
@each_page
def test_the_generated_tables_are_fresh(page: str) -> None:
    assert_fresh(page, "generated")


@each_page
def test_the_links_hold(page: str) -> None:
    assert list(checks.broken_links(read(page), PAGES[page])) == []
