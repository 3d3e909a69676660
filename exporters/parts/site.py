"""The HTML report as a folder for a static host: the page, its parts beside it, and a file a repository."""

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from markupsafe import Markup

from exporters.model import File, Material
from exporters.parts.page import markup
from exporters.parts.page.columns import packed
from exporters.parts.page.document import document
from exporters.parts.view import View, view
from gitops_assets.core.text import display

FOLDER = "repositories"
"""Holds a page for each repository, and nothing else."""

FINDINGS = 1000
"""Findings on the page of one repository."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the pages may load: the site's own files, and no request leaves it."""

_PLAIN = re.compile(r"[^a-z0-9._-]+")
_HOLDER = Markup('<script type="application/gzip" id="data" data-from="assets/rows.bin"></script>')


def site(material: Material) -> Iterator[File]:
    """``index.html`` first; data lies in a file of its own, which the page asks its own host for."""
    shown = view(material.report)
    yield File("index.html", markup.page(shown, material.tables, _HOLDER, POLICY, inline=False))
    yield File("assets/report.css", markup.style().encode())
    yield File("assets/report.js", markup.program().encode())
    yield File("assets/rows.bin", packed(document(shown, material.tables)))
    yield from _pages(shown)


def file_name(slug: str) -> str:
    """A name for the page of a repository that every file system takes, and that no other slug has."""
    plain = _PLAIN.sub("-", slug.lower()).strip("-.")[:80]
    if plain == slug:
        return f"{plain}.html"
    digest = hashlib.sha256(slug.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}.html"


def _pages(shown: View) -> Iterator[File]:
    by_slug = attrgetter("slug")
    found = {
        slug: list(each) for slug, each in groupby(sorted(shown.report.open_findings, key=by_slug), by_slug)
    }
    for row in shown.rows:
        slug = row.state.slug
        findings = sorted(
            found.get(slug, ()), key=lambda each: (each.severity.rank, each.gate, each.path, each.line)
        )
        page = markup.template("repository.html.jinja").render(
            view=shown,
            row=row,
            name=display(slug),
            policy=POLICY,
            findings=findings[:FINDINGS],
            left_out=max(0, len(findings) - FINDINGS),
            record=shown.report.quality.repositories.get(slug),
        )
        yield File(f"{FOLDER}/{file_name(slug)}", page.encode())
