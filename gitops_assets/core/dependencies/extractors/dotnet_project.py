""".NET: the packages and projects that an MSBuild project refers to, and the package that it makes.

Properties and centrally managed versions are read as they stand; the linker of .NET puts them in place.

Source: [Package references](https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files).
"""

import posixpath
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.properties import tellable
from gitops_assets.core.dependencies.model import (
    Confidence,
    Definition,
    Dependency,
    Extractor,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.xml_text import Element, read_xml

_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_HERE = ("$(MSBuildThisFileDirectory)", "$(MSBuildProjectDirectory)", "$(ProjectDir)")
_PACKAGES = {
    "PackageReference": None,
    "GlobalPackageReference": Scope.DEV,
    "DotNetCliToolReference": Scope.BUILD,
    "PackageDownload": Scope.BUILD,
}


def wants(path: str) -> bool:
    """Projects of the three languages, and the files of properties and targets that they share."""
    return path.endswith((*_PROJECTS, ".props", ".targets"))


def extract(path: str, text: str) -> Iterator[Row]:
    """References of every target framework together; a condition is not evaluated, both its sides count."""
    root = read_xml(text)
    if root.tag != "Project":
        raise Malformed(f"is no MSBuild project: its element is called {root.tag}", root.line)
    if path.endswith(_PROJECTS):
        yield from _publication(root, path)
    yield from _sdks(root, path)
    tests = _tests(root)
    for element in root.walk():
        if element.tag in _PACKAGES:
            yield from _packages(element, path, tests=tests)
        elif element.tag == "ProjectReference":
            yield from (_project(each, element, path) for each in _included(element))
        elif element.tag == "PackageVersion":
            yield from _versions(element, path, "nuget:central")
        elif element.tag == "PropertyGroup":
            named = (each for each in element.children if each.text and tellable(each.tag, each.text))
            yield from (_definition("nuget:property", each, path) for each in named)


def _packages(element: Element, path: str, *, tests: bool) -> Iterator[Row]:
    private = (_said(element, "PrivateAssets") or "").lower() == "all"
    scope = _PACKAGES[element.tag] or (Scope.DEV if private else Scope.TEST if tests else Scope.RUNTIME)
    version = _said(element, "VersionOverride") or _said(element, "Version")
    for name in _included(element):
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="nuget",
            name=name,
            path=path,
            line=element.line,
            scope=scope,
            constraint=version,
        )
    yield from _versions(element, path, "nuget:update", attribute="Update")


def _versions(element: Element, path: str, group: str, *, attribute: str = "Include") -> Iterator[Row]:
    version = _said(element, "Version")
    for name in _listed(element.attributes.get(attribute, "")) if version else ():
        yield Definition(group=group, name=name.lower(), value=version or "", path=path, line=element.line)


def _project(written: str, element: Element, path: str) -> Row:
    place = written.replace("\\", "/")
    for here in _HERE:
        place = place.removeprefix(here).removeprefix("/")
    local = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
    if "$(" in local or "*" in local or local.startswith(("..", "/")):
        return Skipped(
            path=path, line=element.line, reason=f"refers to {written}, no known folder of the tree"
        )
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="nuget",
        name=posixpath.basename(local).rpartition(".")[0] or posixpath.basename(local),
        path=path,
        line=element.line,
        local=posixpath.dirname(local),
    )


def _sdks(root: Element, path: str) -> Iterator[Row]:
    """The SDKs that come out of the registry: those with a version, the others come with .NET."""
    elements = [each for each in root.children if each.tag in {"Sdk", "Import"}]
    written = [(each, each.attributes.get("Name") or each.attributes.get("Sdk", "")) for each in elements]
    named = [(each, f"{name}/{each.attributes.get('Version', '')}") for each, name in written if name]
    for element, entry in (*((root, each) for each in _listed(root.attributes.get("Sdk", ""))), *named):
        name, _, version = entry.partition("/")
        if version:
            yield Dependency(
                kind=Kind.PACKAGE,
                ecosystem="nuget",
                name=name,
                path=path,
                line=element.line,
                scope=Scope.BUILD,
                constraint=version,
            )


def _publication(root: Element, path: str) -> Iterator[Row]:
    """The package that a project makes: by its id, else by the name of what it builds."""
    declared = _property(root, "PackageId")
    stem = posixpath.basename(path).rpartition(".")[0]
    tests = _tests(root) or (declared is None and stem.endswith(("Test", "Tests")))
    packed = (_property(root, "IsPackable") or "true").lower() != "false" and not tests
    program = (_property(root, "OutputType") or "").lower() in {"exe", "winexe"}
    if not packed or (program and declared is None and _property(root, "PackAsTool") is None):
        return
    element = root.first("PropertyGroup", "PackageId") or root.first("PropertyGroup", "AssemblyName")
    name = element.text if element else ""
    versions = (_property(root, each) for each in ("PackageVersion", "Version", "VersionPrefix"))
    yield Publication(
        kind=Kind.PACKAGE,
        ecosystem="nuget",
        name=name.replace("$(MSBuildProjectName)", stem) or stem,
        path=path,
        line=element.line if element else root.line,
        version=next((each for each in versions if each), None),
        confidence=Confidence.DECLARED if declared else Confidence.INFERRED,
    )


def _tests(root: Element) -> bool:
    if (_property(root, "IsTestProject") or "").lower() == "true":
        return True
    references = (each for each in root.walk() if each.tag == "PackageReference")
    return any(each.attributes.get("Include", "").lower() == "microsoft.net.test.sdk" for each in references)


def _property(root: Element, name: str) -> str | None:
    return root.value("PropertyGroup", name)


def _included(element: Element) -> list[str]:
    return _listed(element.attributes.get("Include", ""))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _said(element: Element, name: str) -> str | None:
    return element.attributes.get(name) or element.value(name)


def _definition(group: str, element: Element, path: str) -> Definition:
    return Definition(group=group, name=element.tag, value=element.text, path=path, line=element.line)


EXTRACTOR = Extractor(
    id="dotnet-project",
    title=".NET projects (*.csproj, *.fsproj, *.vbproj, *.props, *.targets)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".csproj", ".fsproj", ".vbproj", ".props", ".targets"),
)
