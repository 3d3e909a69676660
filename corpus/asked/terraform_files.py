"""Modules and required providers of Terraform files as python-hcl2 reads them."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import hcl2


def literal(value: object) -> str:
    """A text that stands in quotes; "" for every other expression."""
    text = value if isinstance(value, str) else ""
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return "" if not quoted or "${" in text else json.loads(text)


def facts(parsed: dict[str, Any]) -> Iterator[list[str]]:
    """Every module and required provider: what it is, its label, source and version."""
    for blocks in parsed.get("module", []):
        for label, block in blocks.items():
            yield ["module", label.strip('"'), literal(block.get("source")), literal(block.get("version"))]
    for terraform in parsed.get("terraform", []):
        for required in terraform.get("required_providers", []):
            for name, wanted in required.items():
                if isinstance(wanted, dict):
                    yield ["provider", name, literal(wanted.get("source")), literal(wanted.get("version"))]
                elif isinstance(wanted, str):
                    yield ["provider", name, "", literal(wanted)]


answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    try:
        answers[path] = list(facts(hcl2.loads(text)))
    except Exception as error:  # noqa: BLE001 - whatever it says, it would not read the file
        answers[path] = " ".join(str(error).split()) or type(error).__name__
json.dump(answers, sys.stdout)
