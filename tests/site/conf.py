"""The configuration of Sphinx."""

import stdnet

project = "stdnet"
version = release = stdnet.__version__
extensions = ["myst_parser", "tests.site.links", "tests.site.look", "tests.site.navigation"]

suppress_warnings = [
    "misc.highlighting_failure"
]  # Blocks on pages leave out code with an ellipsis.

myst_enable_extensions = ["attrs_block"]
myst_heading_anchors = 3

add_module_names = False
maximum_signature_line_length = 72
toc_object_entries = False

pygments_dark_style = "github-dark"
html_theme = "furo"
html_title = f"stdnet {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_favicon = "static/favicon.svg"
html_copy_source = False
html_show_sourcelink = False
