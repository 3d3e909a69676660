"""Links and headings of a Markdown text, as far as they can be told without rendering it.

What is not certain (deeply indented lines, code, comments) has no links: a link that is not seen is better
than one that nobody wrote. Every pattern is bounded, so that a hostile text costs no more than its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENDINGS = (".md", ".markdown", ".mdown")
_FENCE = re.compile(r"[ \t>]*(?:[-*+] +|\d{1,9}[.)] +)?(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)(?!\s*(?:[-*+]|\d{1,9}[.)])\s)")
_COMMENT = re.compile(r"<!--(?s:.*?)(?:-->|\Z)|<(?:pre|code|script|style)\b[^>]{0,200}>(?s:.*?)(?:</|\Z)")
_CODE = re.compile(r"(?<!`)(`++)[^`\n]*+\1")
_LINK = re.compile(
    r"(?<!\\)\]\([ \t]{0,5}(?:<([^<>\n]{1,500})>|([^\s()<>]{1,500}(?:\([^\s()]{0,100}\)[^\s()]{0,100}){0,3}))"
    r"(?:\s{1,5}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|\([^()\n]{0,300}\)))?\s{0,5}\)"
)
_HTML = re.compile(
    r"<(?:a|img)\s(?:[^<>]{0,500}?\s)?(?:href|src)=[\"']([^\"'<>\s]{1,500})[\"']", re.IGNORECASE
)
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\[^\n][^\]\[\n]{0,200}\]:[ \t]{1,5}<?(\.{1,2}/[^\s<>]{1,500})", re.MULTILINE
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]*)|^([^\n]+)\n {0,3}(?:={2,}|-{2,})[ \t]*$", re.MULTILINE)
_NAMED = re.compile(r"(?:\b(?:id|name)=[\"']?|\{#|\{: ?#|\[)([\w:.-]{1,200})", re.IGNORECASE)
_TITLE = re.compile(r"<h[1-6]\b[^<>]{0,500}>([^\n]{0,500}?)</h[1-6]>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_TARGET = re.compile(r"\]\([^()\s]{0,500}\)")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link or image leads, as it is written, and its line."""

    target: str
    line: int


def is_markdown(path: str) -> bool:
    """Whether a file is Markdown by its name."""
    return path.lower().endswith(_ENDINGS)


def prose(text: str) -> str:
    """The text with code and comments blanked out, line by line as long as before."""
    kept: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            ends = mark and mark[1].startswith(fence) and not line[mark.end() :].strip(" \t`~")
            fence = "" if ends else fence
            kept.append("")
        elif mark:
            fence = mark[1]
            kept.append("")
        else:
            kept.append("" if _INDENTED.match(line) else line)
    plain = _COMMENT.sub(_blank, "\n".join(kept))
    return _CODE.sub(_blank, plain)


def links(plain: str) -> Iterator[Link]:
    """Links, images and definitions in a text that :func:`prose` has cleaned, in their order."""
    found = [(each.start(), each[1] or each[2]) for each in _LINK.finditer(plain)]
    found += [
        (each.start(1), each[1]) for pattern in (_HTML, _DEFINITION) for each in pattern.finditer(plain)
    ]
    line, last = 1, 0
    for at, target in sorted(found):
        line, last = line + plain.count("\n", last, at), at
        yield Link(target, line)


def anchors(text: str) -> frozenset[str]:
    """What a link within the text may name, in the form of :func:`anchor`: headings, ids and names."""
    headings = (each[1] or each[2] or "" for each in _HEADING.finditer(text))
    titles = (each[1] for each in _TITLE.finditer(text))
    shown = (_TAG.sub("", _TARGET.sub("]", title)) for title in (*headings, *titles))
    return frozenset(map(anchor, (*shown, *_NAMED.findall(text))))


def anchor(name: str) -> str:
    """A name without all that forges treat differently: case, punctuation, spaces."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") if "\n" in found[0] else " " * len(found[0])
