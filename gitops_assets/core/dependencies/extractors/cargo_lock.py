"""Rust's lock: the version of every crate that a workspace is built with.

Source: [Cargo.lock](https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html).
"""

from collections import Counter
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.vendored import vendored

KNOWN = (1, 2, 3, 4)
"""Versions of the format; the first two say none."""

CHOSEN = "cargo:chosen"
"""The group of what a lock chose, of several, for a crate of the tree (``name``): ``crate version``."""


def wants(path: str) -> bool:
    """Every lock of the tree."""
    return file_of(path) == "Cargo.lock" and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a crate from elsewhere; the tree's own crates are not locked but read in place."""
    document = read_toml(text)
    version = document.at("version")
    if version is not None and version not in KNOWN:
        raise Malformed(f"has the unknown lock version {str(version)[:20]!r}", document.line("version"))
    packages = [each if isinstance(each, dict) else {} for each in document.items("package")]
    several = {
        name for name, times in Counter(str(each.get("name")) for each in packages).items() if times > 1
    }
    for nth in range(len(packages)):
        yield from _package(path, document, nth, several)


def _package(path: str, document: Located, nth: int, several: set[str]) -> Iterator[Row]:
    name, version = (document.text("package", nth, key) for key in ("name", "version"))
    line = document.line("package", nth, "name")
    if name is None or version is None:
        raise Malformed("has a package without a name or a version", line)
    if document.text("package", nth, "source"):
        yield Locked(ecosystem="cargo", name=name, version=version, path=path, line=line)
        return
    for at, written in document.texts("package", nth, "dependencies"):
        needed, _, rest = written.partition(" ")
        if needed in several and rest:
            value = f"{needed} {rest.partition(' ')[0]}"
            line = document.line("package", nth, "dependencies", at)
            yield Definition(group=CHOSEN, name=name, value=value, path=path, line=line)


EXTRACTOR = Extractor(
    id="cargo-lock",
    title="Rust's lock (Cargo.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("cargo.lock",),
)
