"""XML with lines; entities that expand and documents that load others are refused (defusedxml)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from gitops_assets.core.dependencies.model import Malformed

DEPTH = 200
_CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)


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
        # Text was decoded already: what the declaration says of its encoding no longer holds.
        parser.feed(re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding=(?:\"[^\"]*\"|'[^']*')", r"\1", text, count=1))
        root = parser.close()
    except ParseError as error:
        why = "has merge-conflict markers" if _CONFLICT.search(text) else f"is no XML: {error}"
        raise Malformed(why, max(1, error.position[0])) from None
    except DefusedXmlException as error:
        raise Malformed(f"declares what is never expanded ({type(error).__name__})") from None
    except (ValueError, LookupError) as error:
        raise Malformed(f"is no XML: {error}") from None
    if not isinstance(root, Element):
        raise Malformed("is no XML: it has no element")
    return root


class _Build:
    """Receives the parser's events; expat knows the line of each."""

    def __init__(self) -> None:
        self.parser: Any = None
        self._open: list[Element] = []
        self._root: Element | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        element = Element(
            _local(tag), self.parser.CurrentLineNumber, {_local(k): v for k, v in attributes.items()}
        )
        if len(self._open) >= DEPTH:
            raise Malformed("is nested too deeply", element.line)
        if self._open:
            self._open[-1].children.append(element)
        self._root = self._root or element
        self._open.append(element)

    def end(self, _tag: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def close(self) -> Element | None:
        return self._root


def _local(name: str) -> str:
    return name.rpartition("}")[2]
