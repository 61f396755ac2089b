"""How Sphinx builds the documentation site: `make docs`.

Sphinx with the theme Furo, because both are well kept (several releases a year), their licences fit (BSD, MIT), the
pages ask nothing of other hosts, and the search works from a folder without a server: its index is a script. MkDocs has
had no release since 2024, its best-known theme is at the end of its maintenance, and its search needs a server.
"""

import sys

sys.dont_write_bytecode = True

project = "unitcalc"
html_title = "unitcalc"
language = "en"
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css", "tables.css"]

# A page says what holds, never when it was built: the same texts give the same site.
html_last_updated_fmt = None
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
# Beside each result Sphinx would show a piece of its page, which a browser does not let it read from a folder.
html_show_search_summary = False

# `--given` stays as it is typed.
smartquotes = False
highlight_language = "text"
pygments_style = "default"
html_theme_options = {"footer_icons": [], "top_of_page_buttons": []}


def setup(app):
    """The style that the generator wrote beside the pages is part of the site too."""
    app.connect("config-inited", lambda app, config: config.html_static_path.append(str(app.srcdir / "static")))
