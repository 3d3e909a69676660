"""XML with lines; entities that expand and documents that load others are refused (defusedxml)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.faults import malformed
from gitops_assets.core.dependencies.parsers.located import DEPTH, VALUES

_ENCODING = re.compile(r"(<\?xml[^>]{0,60}?)\sencoding\s{0,9}=\s{0,9}(?:\"[^\"]{0,60}\"|'[^']{0,60}')")


@dataclass(slots=True)
class Element:
    """One element; ``tag`` without its namespace, ``text`` what stands directly in it, stripped."""

    tag: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def all(self, *way: str) -> "Iterator[Element]":
        """Every element down this way of tags."""
        if not way:
            yield self
            return
        for child in self.children:
            if child.tag == way[0]:
                yield from child.all(*way[1:])

    def first(self, *way: str) -> "Element | None":
        """The first element down this way."""
        return next(self.all(*way), None)

    def value(self, *way: str) -> str | None:
        """The text of the first element down this way; None where there is none or it is empty."""
        found = self.first(*way)
        return (found.text or None) if found else None

    def walk(self) -> "Iterator[Element]":
        """The element and everything in it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_xml(text: str) -> Element:
    """The document's element; raises :class:`Malformed`."""
    build = _Build()
    parser = DefusedXMLParser(target=build)
    build.parser = parser.parser
    try:
        parser.feed(_as_decoded(text))
        root = parser.close()
    except ParseError as error:
        raise malformed(text, "XML", error, error.position[0]) from None
    except DefusedXmlException as error:
        why = f"declares what is never expanded ({type(error).__name__})"
        raise Malformed(why, build.line) from None
    except (ValueError, LookupError) as error:
        raise malformed(text, "XML", error, build.line) from None
    if not isinstance(root, Element):
        raise Malformed("is no XML: it has no element")
    return root


def _as_decoded(text: str) -> str:
    """The text without the encoding that its declaration names and that no longer holds."""
    lines = text.replace("\r", " ")
    return _ENCODING.sub(r"\1", lines, count=1) if lines.startswith("<?xml") else lines


class _Build:
    """Receives the parser's events; expat knows the line of each."""

    def __init__(self) -> None:
        self.parser: Any = None
        self._open: list[tuple[Element, list[str]]] = []
        self._root: Element | None = None
        self._size = 0

    @property
    def line(self) -> int:
        """Where the parser stands."""
        return max(1, int(self.parser.CurrentLineNumber))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; raises :class:`Malformed` where there are too many, or too deep."""
        own = {_local(key): value for key, value in attributes.items()}
        element = Element(_local(tag), self.line, own)
        self._size += 1 + len(own)
        if len(self._open) >= DEPTH:
            raise Malformed("is nested too deeply", element.line)
        if self._size > VALUES:
            raise Malformed(f"has more than {VALUES:,} elements and attributes", element.line)
        if self._open:
            self._open[-1][0].children.append(element)
        self._root = self._root or element
        self._open.append((element, []))

    def end(self, _tag: str) -> None:
        """The innermost element ends; its text is complete."""
        element, pieces = self._open.pop()
        element.text = "".join(pieces).strip()

    def data(self, text: str) -> None:
        """More text of the innermost element."""
        if self._open:
            self._open[-1][1].append(text)

    def close(self) -> Element | None:
        """The outermost element, None where there was none."""
        return self._root


def _local(name: str) -> str:
    return name.rpartition("}")[2]
