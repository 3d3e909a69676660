"""What .gitattributes says about line ends (gitattributes(5)), as far as it can be told by names alone."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from gitops_assets.core.gates.tree_facts import TreeFacts

RULES = 500
"""Lines that are read; more of them would be asked of every file."""

Rules = tuple[tuple[str, str, frozenset[str]], ...]
"""Folder, pattern and attributes of each line, in the order in which they count: the last one wins."""


def attribute_rules(files: TreeFacts) -> Rules:
    """The rules of all .gitattributes, those of outer folders first."""
    paths = sorted(files.matching(".gitattributes", "*/.gitattributes"), key=lambda path: path.count("/"))
    lines = (
        (file.path.rpartition("/")[0], line.split())
        for file in files.texts(paths)
        for line in file.text.splitlines()
    )
    rules = ((at, words[0], frozenset(words[1:])) for at, words in lines if words and words[0][0] != "#")
    return tuple(rule for _, rule in zip(range(RULES), rules, strict=False))


def keeps_crlf(rules: Rules, path: str) -> bool:
    """Whether a file's line ends are said to be its own: eol=crlf, -text, or no text at all."""
    said: dict[str, bool] = {}
    for folder, pattern, words in rules:
        if _fits(folder, pattern, path):
            said |= _kept(words)
    return any(said.values())


def _kept(words: frozenset[str]) -> Mapping[str, bool]:
    if words & {"-text", "binary", "-crlf"}:
        return {"text": True}
    ends = {"eol": "eol=crlf" in words} if any(word.startswith("eol=") for word in words) else {}
    return ends | ({"text": False} if words & {"text", "text=auto"} else {})


def _fits(folder: str, pattern: str, path: str) -> bool:
    if folder and not path.startswith(f"{folder}/"):
        return False
    inner = path[len(folder) + 1 :] if folder else path
    if "/" in pattern:
        return fnmatchcase(inner, pattern.lstrip("/").replace("**/", "*"))
    return fnmatchcase(inner.rpartition("/")[2], pattern)
