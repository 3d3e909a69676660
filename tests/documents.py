"""The project's Markdown as the tests ask about it: links, anchors and code."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")})


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema ``docs/NAME.schema.json``."""
    found: dict[str, Any] = json.loads((ROOT / f"docs/{name}.schema.json").read_text("utf-8"))
    return found


def tokens(page: Path) -> list[Token]:
    return MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text("utf-8"))


def links(page: Path) -> Iterator[str]:
    """Every target of a link or an image."""
    for token in tokens(page):
        for child in token.children or ():
            target = child.attrs.get("href") or child.attrs.get("src")
            if target:
                yield str(target)


@cache
def anchors(page: Path) -> set[str]:
    """What a link into the page may name, by the rules that forges follow."""
    parsed = tokens(page)
    titles = [after.content for token, after in pairwise(parsed) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def code(page: Path, *languages: str) -> Iterator[str]:
    """The code blocks in these languages."""
    return (token.content for token in tokens(page) if token.type == "fence" and token.info in languages)


def typed(page: Path) -> Iterator[str]:
    """The lines that a reader would type into a shell."""
    for block in code(page, "sh"):
        yield from (line for line in block.splitlines() if line.strip())
    for block in code(page, "console"):
        yield from (line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ "))
