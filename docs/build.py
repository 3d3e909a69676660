"""``make site``: the documentation as a static site in ``site/``, without a network.

Pages are the repository's own Markdown, which forges show as well: they hold nothing that only Sphinx
understands. So they are gathered into a folder first, their links are led to where the pages are in the site,
and the contents below are put in. What leads nowhere fails the build: files here, anchors in Sphinx.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]

CONTENTS: Mapping[str, Sequence[str]] = {
    "Tutorial": ("tutorial/first-audit", "tutorial/in-ci", "tutorial/watching"),
    "How-to guides": (
        "how-to/waive-a-finding",
        "how-to/look-back",
        "how-to/ask-before-commits",
        "how-to/use-the-github-action",
        "how-to/connect-slack",
        "how-to/host-it-yourself",
        "how-to/write-a-model",
        "custom-gates",
        "webhooks-out",
        "contributing",
    ),
    "Reference": (
        "reference/commands",
        "configuration",
        "gates",
        "states",
        "dependencies",
        "quality",
        "reports",
        "shipped-templates",
        "models",
        "evidence",
        "vitality",
        "notifications",
        "schedules",
        "templates",
        "service",
        "dagster",
        "store",
        "reference/schemas",
        "reference/python",
    ),
    "Explanation": (
        "explanation/pure-trees",
        "explanation/unknown",
        "explanation/scores",
        "explanation/why-dagster",
        "architecture",
        "security",
        "scorecard",
        "judged",
        "templates-compared",
        "benchmarks",
    ),
    "Project": ("examples", "readme", "changelog"),
}
"""The pages in reading order, after Diátaxis (diataxis.fr): learning, doing, looking up, understanding."""

FOLDERS = {
    "tutorial": "Tutorial",
    "how-to": "How-to guides",
    "reference": "Reference",
    ".": "Reference",
    "explanation": "Explanation",
}
"""To which section a page belongs that CONTENTS does not name: it comes last there."""

ELSEWHERE = {
    "README.md": "readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
}
"""Pages that lie outside of ``docs/`` because people and forges look for them there."""

_LINK = re.compile(r"(?<=\]\()(?!https?://|#|mailto:)([^)\s]+)")
_CODE = re.compile(r"^(```+).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Nowhere(Exception):  # noqa: N818 - reads as the sentence it is
    """A page links to a file that is not there, or belongs to no section."""


def pages(root: Path = ROOT) -> dict[str, str]:
    """Where each page lies in the repository, and where in the site."""
    docs = sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    return {path: path.removeprefix("docs/") for path in docs} | ELSEWHERE


def gather(root: Path, folder: Path, output: Path) -> None:
    """Every page, and every file that one links to, as they lie in the site; raises :class:`Nowhere`."""
    places = pages(root)
    sections = contents(places.values())
    for source, place in places.items():
        text = _Page(root, source, folder, places).text()
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        more = {"index.md": trees(sections), "examples.md": examples(output)}
        target.write_text(text + more.get(place, ""), "utf-8")


def contents(places: Iterable[str]) -> dict[str, list[str]]:
    """Every page in its section, as the site calls it; raises :class:`Nowhere` for one that there is not."""
    sections = {title: list(section) for title, section in CONTENTS.items()}
    there = {place.removesuffix(".md") for place in places} - {"index"}
    listed = {page for section in sections.values() for page in section}
    if gone := listed - there:
        raise Nowhere(f"CONTENTS of docs/build.py names pages that are not there: {', '.join(sorted(gone))}")
    for page in sorted(there - listed):
        title = FOLDERS.get(str(Path(page).parent))
        if title is None:
            raise Nowhere(f"docs/{page}.md belongs to no section; put it into CONTENTS of docs/build.py")
        sections[title].append(page)
    return sections


def trees(sections: Mapping[str, Sequence[str]]) -> str:
    """The tables of contents, as MyST writes Sphinx's ``toctree``."""
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{chr(10).join(section)}\n```\n"
        for title, section in sections.items()
    )


def examples(output: Path) -> str:
    """Links to the example reports that are in the site already (``make examples``)."""
    found = sorted(path for path in (output / "examples").glob("*") if path.is_file())
    return "".join(f'\n* <a href="examples/{path.name}">{path.name}</a>' for path in found) + "\n"


class _Page:
    """One page on its way into the site."""

    def __init__(self, root: Path, source: str, folder: Path, places: Mapping[str, str]) -> None:
        self._root, self._source, self._folder, self._places = root, source, folder, places

    def text(self) -> str:
        return "".join(self._led(self._root.joinpath(self._source).read_text("utf-8")))

    def _led(self, text: str) -> Iterator[str]:
        """The text with its links led to where things are in the site; code stays as it is."""
        done = 0
        for code in _CODE.finditer(text):
            yield _LINK.sub(self._there, text[done : code.start()])
            yield code[0]
            done = code.end()
        yield _LINK.sub(self._there, text[done:])

    def _there(self, link: re.Match[str]) -> str:
        name, mark, anchor = link[1].partition("#")
        meant = os.path.normpath(Path(self._source).parent / unquote(name))
        place = self._places.get(meant) or self._copied(meant)
        here = Path(self._places[self._source]).parent
        return f"{os.path.relpath(place, here)}{mark}{anchor}"

    def _copied(self, name: str) -> str:
        source = self._root / name
        if name.startswith("..") or not source.is_file():
            raise Nowhere(f"{self._source} links to '{name}', which is no file")
        place = name.removeprefix("docs/")
        (self._folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, self._folder / place)
        return place


def build(output: Path, root: Path = ROOT) -> int:
    """Build the site; 0 when nothing at all is complained of."""
    from sphinx.cmd.build import build_main  # noqa: PLC0415 - a second that gathering alone need not wait

    with tempfile.TemporaryDirectory() as folder:
        try:
            gather(root, Path(folder), output)
        except Nowhere as fault:
            print(fault, file=sys.stderr)
            return 2
        trees = Path(folder) / ".doctrees"
        strict = ("--quiet", "--fail-on-warning", "--keep-going")
        return build_main([*strict, "-c", str(root / "docs"), "-d", str(trees), folder, str(output)])


def main() -> int:
    """Build the site into the folder that the command names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, nargs="?", default=ROOT / "site")
    return build(parser.parse_args().output)


if __name__ == "__main__":
    sys.exit(main())
