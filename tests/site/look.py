"""A Sphinx extension: the language of each page, and its methods in the list of contents."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

LISTED = {"attribute", "class", "exception", "function", "method", "property"}


def set_language(
    _: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Says to browsers and search engines that a page is in Spanish."""
    if page.endswith((".es", "/es")):
        context["language"] = "es"


def list_members(
    _: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Adds the members of a class, or the functions of a module, to the contents of its page.

    Sphinx can do this too (`toc_object_entries`), but then copies all of them to find the headings
    for the navigation.
    """
    if doctree is None or not page.startswith("api/"):
        return
    found = (
        (signature["ids"][0], signature["fullname"].rpartition(".")[2])
        for description in doctree.findall(addnodes.desc)
        if description["objtype"] in LISTED
        for signature in description.findall(addnodes.desc_signature)
        if signature["ids"] and not page.endswith(f".{signature['fullname']}")
    )
    items = "".join(
        f'<li><a class="reference internal" href="#{place}"><code>{escape(name)}</code></a></li>'
        for place, name in found
    )
    context["toc"] = context["toc"].replace("</ul>\n</li>\n</ul>", f"{items}</ul>\n</li>\n</ul>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the extension."""
    app.connect("html-page-context", set_language, priority=400)
    app.connect("html-page-context", list_members, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
