"""Links of a Markdown page to other files of the repository lead somewhere.

A link that was right when it was written breaks when the file moves; readers meet it before authors do. Names
are case-sensitive, also where the author's disk is not. Left out are pages that a site generator renders,
because it resolves links by rules of its own, and code blocks.

Source: [GitHub, relative links](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes#relative-links-and-image-paths-in-markdown-files).
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from gitops_assets.core.dependencies.parsers.tree_path import folder_of, folders_up
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.markdown import anchor, anchors, is_markdown, links, prose
from gitops_assets.core.gates.hygiene.own_files import own
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity
from gitops_assets.core.tree import Mode

_SITE_FILES = (
    "mkdocs.yml",
    "mkdocs.yaml",
    "zensical.toml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "sidebars.js",
    "sidebars.ts",
    "/conf.py",
    "_config.yml",
    "book.toml",
    "astro.config.mjs",
    "astro.config.ts",
    "hugo.toml",
    "hugo.yaml",
    "antora.yml",
    "_quarto.yml",
    "mint.json",
    "docs.json",
    "gatsby-config.js",
    "next.config.js",
    "next.config.mjs",
    "next.config.ts",
    "nuxt.config.ts",
    "svelte.config.js",
    ".eleventy.js",
    "eleventy.config.js",
    "docfx.json",
    "typedoc.json",
    "/meta.json",
    "/summary.md",
    ".mdx",
)
_SITE_FOLDERS = ("/.vitepress/", "/.vuepress/")
_TEMPLATED = re.compile(r"[{}$*|\\]|%7[bd]|\.\.\.", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|www\.|[^\s/]+@[^\s/]+\.", re.IGNORECASE)
_ISSUE_FORM = re.compile(r"(?:issue|pull_request|merge_request|discussion)_template", re.IGNORECASE)
_FORGE = frozenset({"", "top", "readme", "user-content"})
_ALSO = (".md", ".markdown", "/README.md", "/readme.md", "/index.md")


@dataclass(frozen=True, slots=True)
class _Names:
    """What a link may lead to: files, folders, and what lies behind links and submodules."""

    files: frozenset[str]
    folders: frozenset[str]
    beyond: frozenset[str]
    by_case: dict[str, str]

    def has(self, path: str) -> bool:
        """Whether a link may lead there: a file, a folder, or what a site makes of one."""
        known = path in self.files or path in self.folders or not path
        return known or any(f"{path}{end}" in self.files for end in _ALSO) or self._is_beyond(path)

    def _is_beyond(self, path: str) -> bool:
        return any(folder in self.beyond for folder in folders_up(path))


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each target that is not in the tree, and each anchor that its own page does not have."""
    files = facts.files
    generated = files.once(_has_site)
    pages = [path for path in files.paths if is_markdown(path) and _read_at_the_forge(path, generated)]
    if not pages:
        raise NotApplicable("there is no Markdown page that a forge shows")
    names = files.once(_names)
    for page in files.texts(pages):
        yield from _broken(page, names)


def _read_at_the_forge(path: str, generated: bool) -> bool:  # noqa: FBT001 - a fact of the tree
    if not own(path) or _ISSUE_FORM.search(path) or "{" in path:
        return False
    return not generated or "/" not in path or path.lower().startswith(".github/")


def _has_site(files: TreeFacts) -> bool:
    """Whether some pages are rendered by a generator of documentation."""
    lowered = (f"/{path.lower()}" for path in files.paths)
    return any(path.endswith(_SITE_FILES) or any(each in path for each in _SITE_FOLDERS) for path in lowered)


def _names(files: TreeFacts) -> _Names:
    beyond = {path for path in files.paths if files.mode(path) is Mode.LINK}
    for file in files.texts(files.at_root(".gitmodules")):
        beyond |= set(re.findall(r"^\s*path\s*=\s*(\S+)", file.text, re.MULTILINE))
    by_case = {path.lower(): path for path in (*files.paths, *files.folders)}
    return _Names(frozenset(files.paths), files.folders, frozenset(beyond), by_case)


def _broken(page: TextFile, names: _Names) -> Iterator[Finding]:
    plain = prose(page.text)
    known: frozenset[str] | None = None
    told: set[str] = set()
    for link in links(plain):
        if link.target in told:
            continue
        told.add(link.target)
        if link.target.startswith("#"):
            known = anchors(page.text) if known is None else known
            fault = _anchor_fault(link.target, known)
        else:
            fault = _path_fault(page.path, link.target, names)
        if fault:
            yield Finding(
                message=f"The link to {shown(link.target)} leads nowhere.",
                path=page.path,
                line=link.line,
                remedy=fault,
                subject=f"{page.path}:{link.target}",
            )


def _anchor_fault(target: str, known: frozenset[str]) -> str | None:
    name = unquote(target[1:])
    plain = anchor(name)
    if plain in known or plain in _FORGE or name.startswith(("user-content-", ":~:")):
        return None
    # The second heading of a name gets a number.
    return None if anchor(re.sub(r"-\d+\Z", "", name)) in known else "Name a heading of this page."


def _path_fault(page: str, target: str, names: _Names) -> str | None:
    if _TEMPLATED.search(target) or _ELSEWHERE.match(target):
        return None
    written = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    path = posixpath.normpath(posixpath.join(folder_of(page), written))
    if (
        not re.search("[./]", written)
        or path.startswith("..")
        or "\0" in path
        or names.has("" if path == "." else path)
    ):
        return None
    near = names.by_case.get(path.lower())
    return f"Write it as {shown(near)}: case counts." if near else f"Correct it, or restore {shown(path)}."


GATE = Gate(
    id="relative-links-valid",
    title="Relative links in Markdown lead somewhere",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Correct the target, or restore the file that it names.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
