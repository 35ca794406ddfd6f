"""How Sphinx builds the site: ``make docs``. It needs no network."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from engagekit import __version__  # noqa: E402 - found by the line above

project = "engagekit"
author = "The engagekit authors"
copyright = "The engagekit authors, MIT licence"
version = release = __version__
extensions = ["sphinx.ext.autodoc", "numpydoc", "myst_parser", "registries"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"engagekit {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
# a single backtick of a docstring names a thing of the code, as in numpydoc
default_role = "code"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
numpydoc_show_class_members = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
# the examples of the site run in the tests, which hold their output as well
highlight_language = "none"
