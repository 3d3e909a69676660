"""Maven: what a pom.xml needs, manages and publishes, and the extensions of its build.

Properties, parents and managed versions are read as they stand; the linker of the same name follows them.

Source: [POM Reference](https://maven.apache.org/pom.html).
"""

import re
from collections.abc import Iterator
from html.entities import name2codepoint

from gitops_assets.core.dependencies.ecosystems.properties import tellable
from gitops_assets.core.dependencies.model import (
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

PLUGIN_GROUP = "org.apache.maven.plugins"
# Maven's own reader knows the entities of HTML, which XML does not: &oslash; in a developer's name.
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,9});")
_SCOPES = {"test": Scope.TEST, "provided": Scope.BUILD, "import": Scope.BUILD}


def wants(path: str) -> bool:
    """Every ``pom.xml``, and the extensions that Maven loads before it."""
    return path.rpartition("/")[2] == "pom.xml" or f"/{path}".endswith("/.mvn/extensions.xml")


def extract(path: str, text: str) -> Iterator[Row]:
    """Dependencies, plugins and the parent; what is managed or defined for others goes to the linker."""
    root = read_xml(_ENTITY.sub(_character, text))
    if root.tag == "extensions":
        for extension in root.all("extension"):
            yield from _needed(extension, path, scope=Scope.BUILD)
    elif root.tag == "project":
        yield from _coordinates(root, path)
        yield from _parent(root, path)
        yield from _section(root, path, properties="maven:property")
        for profile in root.all("profiles", "profile"):
            active = profile.value("activation", "activeByDefault") == "true"
            group = "maven:property" if active else "maven:profile-property"
            yield from _section(profile, path, properties=group)
    else:
        raise Malformed(f"is no Maven project: its element is called {root.tag}", root.line)


def _character(entity: re.Match[str]) -> str:
    code = name2codepoint.get(entity[1])
    return chr(code) if code else entity[0]


def _coordinates(root: Element, path: str) -> Iterator[Row]:
    inherited = {step: root.value("parent", step) for step in ("groupId", "version")}
    artifact = root.first("artifactId")
    if artifact is None or not artifact.text:
        yield Skipped(path=path, line=root.line, reason="names no artifactId for the project")
        return
    group = root.value("groupId") or inherited["groupId"] or "${project.groupId}"
    version = root.value("version") or inherited["version"]
    for name, value in (("groupId", group), ("artifactId", artifact.text), ("version", version)):
        if value:
            yield _definition("maven:project", name, value, path, artifact.line)
    yield Publication(
        kind=Kind.PACKAGE,
        ecosystem="maven",
        name=f"{group}:{artifact.text}",
        path=path,
        line=artifact.line,
        version=version,
    )


def _parent(root: Element, path: str) -> Iterator[Row]:
    parent = root.first("parent")
    if parent is None or not parent.children:
        return
    yield from _needed(parent, path, scope=Scope.BUILD)
    relative = parent.first("relativePath")
    where = "../pom.xml" if relative is None else relative.text
    yield _definition("maven:parent", "relativePath", where, path, parent.line)
    for name in ("groupId", "artifactId", "version"):
        if value := parent.value(name):
            yield _definition("maven:parent", name, value, path, parent.line)


def _section(section: Element, path: str, *, properties: str) -> Iterator[Row]:
    """What the project itself and each of its profiles may hold."""
    entries = (entry for block in section.all("properties") for entry in block.children)
    for entry in entries:
        if tellable(entry.tag, entry.text):
            yield _definition(properties, entry.tag, entry.text, path, entry.line)
    for dependency in section.all("dependencyManagement", "dependencies", "dependency"):
        yield from _managed(dependency, path)
    for dependency in section.all("dependencies", "dependency"):
        yield from _needed(dependency, path)
    yield from _built(section, path)


def _built(section: Element, path: str) -> Iterator[Row]:
    for plugin in section.all("build", "pluginManagement", "plugins", "plugin"):
        if version := plugin.value("version"):
            name = _name(plugin, PLUGIN_GROUP)
            yield _definition("maven:managed-plugin", name, version, path, plugin.line)
    for way in (("build", "plugins", "plugin"), ("reporting", "plugins", "plugin")):
        for plugin in section.all(*way):
            yield from _plugin(plugin, path)
    for extension in section.all("build", "extensions", "extension"):
        yield from _needed(extension, path, scope=Scope.BUILD)


def _managed(dependency: Element, path: str) -> Iterator[Row]:
    name, scope = _name(dependency), dependency.value("scope")
    version = dependency.value("version")
    if scope == "import":
        yield from _needed(dependency, path)
        yield _definition("maven:import", name, version or "", path, dependency.line)
        return
    key = name + variant(dependency.value("type"), dependency.value("classifier"))
    if version:
        yield _definition("maven:managed", key, version, path, dependency.line)
    if scope:
        yield _definition("maven:managed-scope", key, scope, path, dependency.line)


def _plugin(plugin: Element, path: str) -> Iterator[Row]:
    yield from _needed(plugin, path, scope=Scope.BUILD, group=PLUGIN_GROUP)
    for dependency in plugin.all("dependencies", "dependency"):
        yield from _needed(dependency, path, scope=Scope.BUILD)
    for processor in plugin.all("configuration", "annotationProcessorPaths", "path"):
        yield from _needed(processor, path, scope=Scope.BUILD)


def _needed(element: Element, path: str, *, scope: Scope | None = None, group: str = "") -> Iterator[Row]:
    if not element.value("artifactId") or not (group or element.value("groupId")):
        reason = f"names no groupId and artifactId for the {element.tag}"
        yield Skipped(path=path, line=element.line, reason=reason)
        return
    name = _name(element, group)
    if scope is None:
        if written := element.value("scope"):
            yield _definition("maven:scope", name, written, path, element.line)
        if suffix := variant(element.value("type"), element.value("classifier")):
            yield _definition("maven:variant", name, suffix, path, element.line)
    yield Dependency(
        kind=Kind.PACKAGE,
        ecosystem="maven",
        name=name,
        path=path,
        line=element.line,
        scope=scope or scope_of(element.value("scope"), optional=element.value("optional") == "true"),
        constraint=element.value("version"),
    )


def scope_of(written: str | None, *, optional: bool = False) -> Scope:
    """The scope of a Maven scope's name; what a container provides is needed to build."""
    scope = _SCOPES.get(written or "", Scope.RUNTIME)
    return Scope.OPTIONAL if optional and scope is not Scope.TEST else scope


def variant(packaging: str | None, classifier: str | None) -> str:
    """What distinguishes two artifacts of one name, "" for the plain jar: both are managed apart."""
    if (packaging or "jar") == "jar" and not classifier:
        return ""
    return f":{packaging or 'jar'}:{classifier or ''}"


def _name(element: Element, group: str = "") -> str:
    return f"{element.value('groupId') or group}:{element.value('artifactId')}"


def _definition(group: str, name: str, value: str, path: str, line: int) -> Definition:
    return Definition(group=group, name=name, value=value, path=path, line=line)


EXTRACTOR = Extractor(
    id="maven-pom",
    title="Maven (pom.xml, .mvn/extensions.xml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pom.xml", "extensions.xml"),
)
