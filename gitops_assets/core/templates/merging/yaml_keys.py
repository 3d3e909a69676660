"""YAML three-way by keys: comments, quotes and order stay (ruamel.yaml, YAML 1.2)."""

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml
from gitops_assets.core.templates.merging.keyed import FAILURES, VALUES, Format, merge_keys
from gitops_assets.core.templates.merging.model import Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind

_COMMENT = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)
_COMPLEX = re.compile(r"\?\d{1,9}")
_LIST = re.compile(r"^( *)(?:- )?[^\s#-][^\n]*:[ \t]*\n(?:[ \t]*(?:#.*)?\n){0,9}( *)- ", re.MULTILINE)
_MAPPING = re.compile(r"^( *)[^\s#-][^\n]*:[ \t]*\n( +)[^\s#-]", re.MULTILINE)


def merge_yaml(sides: Sides) -> Merged:
    """The tree's file with what the template changed, key by key."""
    return merge_keys(sides, FORMAT)


def _read(text: str) -> Any:  # noqa: ANN401 - a document of ruamel.yaml
    documents = read_yaml(text)  # bounds depth and size, and words what is wrong
    if len(documents) > 1:
        raise Malformed("has several documents, only one can be merged by keys")
    for document in documents:
        for key, line in document.repeated:
            raise Malformed(f"has the key {key[:60]!r} twice", line)
        _refuse_slow(document.value)
    try:
        read = _yaml(text).load(text)
    except (YAMLError, *FAILURES) as error:
        said = str(error).strip().partition("\n")[0]
        raise Malformed(f"is YAML that cannot be changed: {said[:100]}") from None
    return CommentedMap() if read is None else read


def _write(document: Any, text: str) -> str:  # noqa: ANN401 - a document of ruamel.yaml
    out = io.StringIO()
    try:
        _yaml(text).dump(document, out)
    except YAMLError as error:
        raise ValueError(str(error)) from None
    return out.getvalue()


def _yaml(text: str) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    lists, mappings = _LIST.search(text), _MAPPING.search(text)
    offset = max(0, len(lists[2]) - len(lists[1])) if lists else 0
    mapping = max(1, len(mappings[2]) - len(mappings[1])) if mappings else 2
    yaml.indent(mapping=min(mapping, 9), sequence=min(offset, 8) + 2, offset=min(offset, 8))
    yaml.explicit_start = text.startswith("---")
    return yaml


def _refuse_slow(value: object) -> None:
    waiting, left = [value], VALUES
    while waiting:
        each = waiting.pop()
        left -= 1
        if left < 0:
            raise Malformed(f"has more than {VALUES:,} values once its aliases are followed")
        if isinstance(each, Mapping):
            # ruamel.yaml takes exponential time over keys that are mappings; read_yaml calls them ?<line>.
            for key in each:
                if _COMPLEX.fullmatch(str(key)):
                    raise Malformed("has a key that is no text", int(key[1:]))
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


FORMAT = Format(name="YAML", read=_read, write=_write, comment=_COMMENT)
MERGE = Merge(id=MergeKind.YAML, title="YAML by keys", merge=merge_yaml, shares=True)
