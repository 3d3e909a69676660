import time
from contextlib import suppress
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.xml_text import Element, read_xml

TEXT = st.text(
    st.characters(min_codepoint=0xA1, max_codepoint=0x2FF) | st.sampled_from(" <>&'\"]a"), max_size=8
)


@dataclass
class Node:
    text: str
    children: list["Node"] = field(default_factory=list)


TREES: st.SearchStrategy[Node] = st.recursive(
    st.builds(Node, TEXT), lambda inner: st.builds(Node, TEXT, st.lists(inner, max_size=4)), max_leaves=12
)


@dataclass
class Written:
    """A document with every element on a line of its own, and what stands where."""

    lines: list[str] = field(default_factory=list)
    rows: list[tuple[str, str, int]] = field(default_factory=list)

    def add(self, node: Node) -> None:
        name = f"e{len(self.rows)}"
        self.lines.append(f'<p:{name} xmlns:p="u" p:a={quoteattr(node.text)}>{escape(node.text)}')
        self.rows.append((name, node.text.strip(), len(self.lines)))
        for child in node.children:
            self.add(child)
        self.lines.append(f"</p:{name}>")


@given(tree=TREES)
def test_every_element_has_its_name_text_and_line(tree: Node) -> None:
    document = Written()
    document.add(tree)
    found = [(each.tag, each.text, each.line) for each in read_xml("\n".join(document.lines)).walk()]
    assert found == document.rows


def test_a_way_of_tags_leads_to_elements_and_texts() -> None:
    root = read_xml("<a>\n<b><c> 1 </c></b>\n<b><c>2</c><d/></b></a>")
    assert [each.text for each in root.all("b", "c")] == ["1", "2"]
    assert (root.value("b", "c"), root.value("b", "d"), root.first("x")) == ("1", None, None)
    assert [each.line for each in root.all("b")] == [2, 3]


def test_an_attribute_keeps_its_text() -> None:
    assert read_xml('<a x="1 &lt; 2"/>').attributes == {"x": "1 < 2"}


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "no-such"])
def test_the_declared_encoding_of_a_decoded_text_does_not_matter(encoding: str) -> None:
    assert read_xml(f'<?xml version="1.0" encoding="{encoding}"?>\n<a>\u00e4</a>') == Element(
        "a", 2, {}, "\u00e4"
    )


def test_a_document_type_that_stands_elsewhere_is_not_loaded() -> None:
    assert read_xml('<!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>') == Element("l", 1)


LAUGHS = '<?xml version="1.0"?>\n<!DOCTYPE l [\n<!ENTITY a "ha">\n' + "".join(
    f'<!ENTITY a{nth} "{"&a;" * 10}">\n' for nth in range(9)
)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        (LAUGHS + "]><l>&a8;</l>", "never expanded", 3),
        ('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>', "never expanded", 1),
        ("<a>" * 100_000, "nested too deeply", 1),
        ("<a>\n</b>", "is no XML", 2),
        ("<a>\n<<<<<<< HEAD\n</a>", "merge-conflict", 2),
        ("<a>\n\x00</a>", "is no XML", 2),
        ("", "is empty", 1),
        ("{}", "is no XML", 1),
        ("<a>&nbsp;</a>", "is no XML", 1),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_xml_or_a_bomb_is_told_at_once(text: str, reason: str, line: int) -> None:
    began = time.process_time()
    with pytest.raises(Malformed, match=reason) as caught:
        read_xml(text)
    assert (caught.value.line, time.process_time() - began < 2) == (line, True)


@pytest.mark.parametrize(
    "text",
    [
        "<?xml" + " " * 1_000_000,
        "<a>" + "\n" * 1_000_000 + "</a>",
        "<a>" + "&lt;" * 300_000 + "</a>",
        "<a x='" + "y" * 1_000_000 + "'/>",
        "<a>" + "<!-- - -->" * 100_000 + "</a>",
        "<a " + " ".join(f"x{nth}='1'" for nth in range(60_000)) + "/>",
        "<" * 1_000_000,
        "<a>" + "]" * 1_000_000 + "</a>",
        "<a><![CDATA[" + "]" * 1_000_000 + "]]></a>",
    ],
    ids=lambda text: text[:12],
)
def test_a_long_text_takes_no_time(text: str) -> None:
    began = time.process_time()
    with suppress(Malformed):
        assert read_xml(text).tag == "a"
    assert time.process_time() - began < 2


def test_lines_that_end_with_a_bare_return_are_counted_as_the_file_does() -> None:
    assert read_xml("<a>\r<b/>\r\n<c/></a>").first("c") == Element("c", 2)
