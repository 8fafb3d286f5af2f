"""A Sphinx extension: the navigation, which is made once, and marked on each page.

Otherwise Sphinx makes it again for each page: it copies the nodes of all of its lists, and the
theme parses what comes of them. That takes half of the time of a build.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from docutils import nodes
from furo.navigation import get_navigation_tree  # pyright: ignore[reportMissingTypeStubs]: it has none
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.osutil import relative_uri

ITEM: Final = re.compile(r'<li class="([^"]+)"><a class="reference internal" href="([^"]+)">(.*)')
"""A line with an item: its classes, where it leads to, and the rest."""


@cache
def unmarked(app: Sphinx) -> str:
    """Returns the navigation of the first page, which is not in it."""
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    options = {"titles_only": True, "maxdepth": -1, "includehidden": True}
    lists = TocTree(app.env).get_toctree_for(app.config.root_doc, builder, False, **options)
    return str(get_navigation_tree(builder.render_partial(lists)["fragment"]))


def marked(app: Sphinx, page: str) -> str:
    """Returns the navigation of a page, where the page is marked, and open what it is below."""
    here = app.builder.get_target_uri(page)
    below = app.env.toctree_includes
    above = {app.builder.get_target_uri(each) for each in below if page in below[each]}
    return ITEM.sub(item_marker(here, above), unmarked(app))


def item_marker(here: str, above: set[str]) -> Callable[[re.Match[str]], str]:
    """Returns the function that says what becomes of an item on a page."""

    def item(found: re.Match[str]) -> str:
        kind, there, rest = found.groups()
        if there == here or there in above:
            kind = f"{kind} current current-page" if there == here else f"{kind} current"
            rest = rest.replace("<input ", '<input checked="" ')
        place = relative_uri(here, there) or "#"
        return f'<li class="{kind}"><a class="reference internal" href="{place}">{rest}'

    return item


def leave_out(
    _: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keeps the theme from making the navigation of a page."""
    context.pop("toctree", None)


def put_in(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Gives the theme's templates the navigation of a page."""
    context["furo_navigation_tree"] = marked(app, page)


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the extension. The theme's own function has the priority 500."""
    app.connect("html-page-context", leave_out, priority=400)
    app.connect("html-page-context", put_in, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
