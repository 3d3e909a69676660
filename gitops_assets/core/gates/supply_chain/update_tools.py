"""Tools that raise dependencies by themselves: whether one is configured, and what it watches.

Sources: [Dependabot options](https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference)
and [Renovate's configuration files](https://docs.renovatebot.com/configuration-options/).
"""

from gitops_assets.core.dependencies.model import Dependency, Malformed, Scope
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.unknown import NotKnown

NAMES: dict[str, tuple[str, ...]] = {
    "npm": ("npm", "bun"),
    "pypi": ("pip", "uv", "conda"),
    "golang": ("gomod",),
    "cargo": ("cargo",),
    "maven": ("maven", "gradle", "sbt"),
    "gem": ("bundler",),
    "composer": ("composer",),
    "nuget": ("nuget", "dotnet-sdk"),
    "docker": ("docker", "docker-compose"),
    "github": ("github-actions",),
    "terraform": ("terraform", "opentofu"),
}
"""Our ecosystems, and how Dependabot calls them."""

_DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
_OTHERS = (
    *(
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".renovaterc.json5",
        "renovate.js",
    ),
    *(".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".gitlab/renovate.json5"),
    *(".pyup.yml", ".pyup.yaml", ".scala-steward.conf", ".github/renovate-config.js", "updatecli.yaml"),
)
_MANIFESTS = {
    "docker": frozenset({"dockerfile", "compose"}),
    "pypi": frozenset({"pip-requirements", "pyproject", "pipfile", "setup-py", "setup-cfg"}),
}


def dependabot_file(facts: Facts) -> str | None:
    """Where Dependabot is configured."""
    return next((path for path in _DEPENDABOT if path in facts.files), None)


def configured(facts: Facts, *, but_dependabot: bool = False) -> bool:
    """Whether a tool is configured, on request one that is not Dependabot."""
    if not but_dependabot and dependabot_file(facts):
        return True
    if any(path in facts.files for path in _OTHERS) or facts.files.matching(
        "*/updatecli.d/*", "updatecli.d/*"
    ):
        return True
    package = facts.files.text("package.json").text if "package.json" in facts.files else ""
    return '"renovate":' in package or any(
        "renovate" in path for path in facts.files.matching(".github/workflows/*")
    )


def watched_ecosystems(facts: Facts, path: str) -> frozenset[str]:
    """The ecosystems that Dependabot's file names; raises NotKnown where it cannot be read."""
    try:
        document = read_yaml_document(facts.files.text(path).text)
    except Malformed as fault:
        raise NotKnown(f"{path} {fault}") from None
    found = (
        document.text("updates", nth, "package-ecosystem") for nth in range(len(document.items("updates")))
    )
    return frozenset(name for name in found if name)


def needed_ecosystems(facts: Facts) -> dict[str, str]:
    """The ecosystems from which files outside of samples need something of others, each with such a file."""
    found: dict[str, str] = {}
    for each in facts.packages.dependencies:
        if each.ecosystem in NAMES and _counts(each):
            found.setdefault(each.ecosystem, each.path)
    return found


def _counts(each: Dependency) -> bool:
    manifests = _MANIFESTS.get(each.ecosystem)
    known = manifests is None or each.extractor in manifests
    return known and each.local is None and not sample(each.path) and each.scope is not Scope.OPTIONAL
