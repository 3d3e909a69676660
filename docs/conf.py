"""How Sphinx builds the documentation site out of what ``docs/build.py`` gathers."""

project = "gitops-assets"
author = "the gitops-assets authors"
copyright = "the gitops-assets authors, Apache-2.0"  # noqa: A001 - Sphinx's name for it
html_title = "gitops-assets"
html_theme = "furo"
html_theme_options = {"navigation_with_keys": True}
html_copy_source = False
html_show_search_summary = False  # it asks a server for the pages; files have none
html_show_sphinx = False
html_last_updated_fmt = None
html_permalinks_icon = "#"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 6  # what a link into a page may name, by the rules of forges
myst_enable_extensions = ["fieldlist"]
myst_links_external_new_tab = False
exclude_patterns = ["files"]
nitpicky = False  # types of the standard library have no pages here

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
python_use_unqualified_type_names = True

# Examples leave things out with an ellipsis, which no lexer of JSON takes.
suppress_warnings = ["misc.highlighting_failure", "myst.header"]
