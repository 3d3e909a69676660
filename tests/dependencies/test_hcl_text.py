import time

import pytest

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.hcl_text import read_hcl

TEXT = """# a comment with "quotes" and { braces
module "vpc" {
  source  = "acme/vpc/aws" // where from
  version = "~> 5.${var.minor}"
  /* a
     block */ cidr = cidrsubnet(var.x, 8, {
    a = 1 }["a"])
  tags = { Name = "x", "b" : "y", c = [1, 2] }
  policy = <<-EOT
    } module "no" {
  EOT
  nested "a" b { deep = "yes" }
  escaped = "a \\"b\\" $${c}\\n"
  condition = var.a ? "{" : "${"}"}"
}

terraform { required_version = ">= 1" }
"""


def test_blocks_have_their_labels_lines_and_literal_attributes() -> None:
    file = read_hcl(TEXT)
    (module,) = file.all("module")
    assert (module.labels, module.line) == (("vpc",), 2)
    assert {name: (each.line, each.text) for name, each in module.attributes.items()} == {
        "source": (3, "acme/vpc/aws"),
        "version": (4, None),
        "cidr": (6, None),
        "tags": (8, None),
        "policy": (9, None),
        "escaped": (13, 'a "b" $${c}\n'),
        "condition": (14, None),
    }
    tags = module.attributes["tags"]
    assert [tags.inside(key) for key in ("Name", "b", "c", "d")] == ["x", "y", None, None]
    (nested,) = module.all("nested")
    assert (nested.labels, nested.line, nested.text("deep")) == (("a", "b"), 12, "yes")
    (terraform,) = file.all("terraform")
    assert (terraform.line, terraform.text("required_version")) == (17, ">= 1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a {\n  b = "x\n}', 2),
        ("a {\n/* x\n", 2),
        ("a {\n  b = <<EOT\nx\n", 2),
        ("a {\n", 1),
        ("a = {\n", 1),
        ("\n}", 2),
        ("a b\n", 1),
        ("a {\n" * 200, 101),
        ("a = " + "{ a = " * 200, 1),
    ],
)
def test_what_has_no_end_is_malformed_where_it_begins(text: str, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        read_hcl(text)
    assert caught.value.line == line


def test_merge_conflicts_are_called_so() -> None:
    with pytest.raises(Malformed, match="merge-conflict"):
        read_hcl("a {}\n<<<<<<< HEAD\nb {}\n=======\n>>>>>>> x\n")


def test_long_texts_take_time_in_proportion() -> None:
    began = time.process_time()
    for text in (
        'x = "' + "${" * 50_000,
        "a" * 100_000,
        "/*" * 50_000,
        "<<A " * 20_000,
        'a = "b"\n' * 10_000,
    ):
        try:
            read_hcl(text)
        except Malformed:
            continue
    assert time.process_time() - began < 2
