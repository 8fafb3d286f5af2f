"""The site is built without a warning, has each public name once, and its links lead somewhere."""

import re
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest

from tests.pages.outputs import ROOT
from tests.site.names import MODULES, Home, exported
from tests.support.once import needs_3_11

CODE: Final = re.compile(r"<(pre|code|script|style)\b.*?</\1>", re.DOTALL)
TAG: Final = re.compile(r"<[^>]+>")
PRIVATE: Final = re.compile(r"\bstdnet(?:\.\w+)*\._[a-z]\w*")
MARKUP: Final = re.compile(r"`|\{py:\w+\}|:py:\w+:|\{\.|<!--|\]\(")


class Page:
    """A page of the site."""

    def __init__(self, path: Path, site: Path) -> None:
        self.name = str(path.relative_to(site))
        self.html = path.read_text(encoding="utf-8")

    @cached_property
    def anchors(self) -> set[str]:
        return {unescape(each) for each in re.findall(r'\sid="([^"]+)"', self.html)}

    @cached_property
    def prose(self) -> str:
        """The text between the navigation and the contents, without what is in code font."""
        article = self.html.partition("<article")[2].partition("</article>")[0]
        return unescape(TAG.sub("", CODE.sub("", article)))

    def links(self) -> Iterator[tuple[str, str]]:
        """Yields the files of the site that the page leads to or shows, and the anchors there."""
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', self.html):
            parts = urlsplit(unescape(link))
            if not parts.scheme and not parts.netloc:
                path = normpath(join(dirname(self.name), parts.path)) if parts.path else self.name
                yield unquote(path), unquote(parts.fragment)


def test_a_type_of_std_has_its_module_on_the_page_of_one_of_the_same_name() -> None:
    stream = Home("stdnet", "TcpStream")
    assert stream.seen_from("stdnet.mio.net") == "stdnet.TcpStream"
    assert stream.seen_from("stdnet.io") == "TcpStream"


@pytest.mark.slow
@pytest.mark.timeout(600)
@needs_3_11
def test_the_site_is_whole(tmp_path: Path) -> None:
    for library in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(library)
    site = tmp_path / "site"
    command = [sys.executable, "-m", "tests.site", str(site)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {page.name: page for page in (Page(path, site) for path in site.rglob("*.html"))}
    assert [*broken_links(pages, site)] == []
    assert [*missing_names(pages, site)] == []
    assert [*ugly_pages(pages)] == []


def broken_links(pages: dict[str, Page], site: Path) -> Iterator[str]:
    """Yields the links of all pages to files and anchors that are not there."""
    for page in pages.values():
        for path, anchor in set(page.links()):
            if not (site / path).exists():
                yield f"{page.name}: there is no {path}"
            elif anchor and path in pages and anchor not in pages[path].anchors:
                yield f"{page.name}: there is no {path}#{anchor}"


def missing_names(pages: dict[str, Page], site: Path) -> Iterator[str]:
    """Yields the public names that are not in the inventory, not once, or not on their page."""
    entries = list(inventory(site))
    times = Counter(name for name, _ in entries)
    places = dict(entries)
    for name in (f"{module}.{name}" for module in MODULES for name in exported(module)):
        path, _, anchor = places.get(name, "").partition("#")
        if times[name] != 1:
            yield f"{name} is in the inventory {times[name]} times"
        elif path not in pages or anchor not in pages[path].anchors:
            yield f"{name}: there is no {places[name]}"


def inventory(site: Path) -> Iterator[tuple[str, str]]:
    """Yields the names of Python's domain in `objects.inv`, and where they are."""
    *_, packed = (site / "objects.inv").read_bytes().split(b"\n", 4)
    for line in zlib.decompress(packed).decode().splitlines():
        name, kind, _, place, _ = line.split(" ", 4)
        if kind.startswith("py:") and kind != "py:module":
            yield name, place.replace("$", name)  # A `$` at the end stands for the name.


def ugly_pages(pages: dict[str, Page]) -> Iterator[str]:
    """Yields what a reader should not see: private names, markup, a page without a heading."""
    for page in pages.values():
        for found in {*PRIVATE.findall(page.html), *MARKUP.findall(page.prose)}:
            yield f"{page.name}: {found}"
        if page.html.count("<h1") != 1 and not page.name.startswith(("genindex", "search")):
            yield f"{page.name} has {page.html.count('<h1')} headings"
        if not re.search(r"<title>\w", page.html):
            yield f"{page.name} has no title"
