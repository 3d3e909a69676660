"""The template that a tree was rendered from, as copier and cruft write it down.

Source: [copier, answers file](https://copier.readthedocs.io/en/stable/configuring/#the-copier-answersyml-file),
[cruft](https://cruft.github.io/cruft/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.remote_url import redact

_SHORT = {
    "gh:": "https://github.com/",
    "gl:": "https://gitlab.com/",
    "bb:": "https://bitbucket.org/",
    "git+": "",
}


def wants(path: str) -> bool:
    """.copier-answers*.yml and .cruft.json, in any folder."""
    name = file_of(path)
    return name == ".cruft.json" or (name.startswith(".copier-answers") and name.endswith((".yml", ".yaml")))


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency: the template's repository and the commit that was rendered."""
    if path.endswith(".json"):
        yield from _rendered(read_json(text), path, ("template", "checkout", "commit"))
    else:
        yield from _rendered(read_yaml_document(text), path, ("_src_path", "", "_commit"))


def _rendered(file: Located, path: str, keys: tuple[str, str, str]) -> Iterator[Row]:
    source, checkout, commit = keys
    written, line = file.text(source), file.line(source)
    if not written:
        yield Skipped(path=path, line=line, reason=f"does not say where its template is ({source})")
        return
    url = redact(_unfolded(written))
    yield Dependency(
        kind=Kind.TEMPLATE,
        ecosystem="git",
        name=url,
        path=path,
        line=line,
        scope=Scope.DEV,
        constraint=file.text(checkout),
        resolved=file.text(commit),
        url=None if url.startswith(("/", "~")) else url,
    )


def _unfolded(written: str) -> str:
    """The URL behind an abbreviation of copier or cookiecutter."""
    start = next((each for each in _SHORT if written.startswith(each)), "")
    return _SHORT.get(start, "") + written[len(start) :]


EXTRACTOR = Extractor(
    id="template-answers",
    title="Templates (.copier-answers.yml, .cruft.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml", ".cruft.json"),
)
