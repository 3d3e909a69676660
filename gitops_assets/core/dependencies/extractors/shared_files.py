"""Configuration and schemas that repositories have in common, by their content.

A row says only that a tree has such a file; the fleet's graph joins those that have the same. Asked is about
files that people copy from one repository to the next: settings of editors, linters and formatters,
pipelines, Dockerfiles, schemas. Left out is what has no more than a few settings, which two may write alike
by chance, what programs write into every new project, and copies of published schemas.

Source: [EditorConfig](https://editorconfig.org/), for the first of these files.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from gitops_assets.core.dependencies.links.asides import aside
from gitops_assets.core.dependencies.model import SHARED_FILE, Confidence, Extractor, Kind, Publication, Row

LEAST = 200
"""Characters besides blanks and comments below which two files may be the same by chance."""

DEEPEST = 4
"""Folders above a file; what lies deeper belongs to something in the tree and not to the tree."""

# fmt: off
_NAMES = frozenset((
    ".editorconfig", "ruff.toml", ".ruff.toml", ".flake8", "mypy.ini", ".mypy.ini", ".pylintrc", "pylintrc",
    ".isort.cfg", ".coveragerc", "pytest.ini", ".pre-commit-config.yaml", ".rubocop.yml", ".golangci.yml",
    ".golangci.yaml", "clippy.toml", "rustfmt.toml", ".rustfmt.toml", "deny.toml", ".clang-format",
    ".clang-tidy", ".swiftlint.yml", ".scalafmt.conf", "detekt.yml", "checkstyle.xml", "phpcs.xml",
    "phpcs.xml.dist", "phpstan.neon", "phpstan.neon.dist", "biome.json", ".eslintrc", ".eslintrc.js",
    ".eslintrc.cjs", ".eslintrc.json", ".eslintrc.yml", ".eslintrc.yaml", ".prettierrc", ".prettierrc.json",
    ".prettierrc.yml", ".prettierrc.yaml", ".stylelintrc.json", "commitlint.config.js", ".hadolint.yaml",
    ".markdownlint.json", ".markdownlint.yaml", ".markdownlint.yml", ".yamllint", ".yamllint.yml",
    ".yamllint.yaml", ".tflint.hcl", ".shellcheckrc", "renovate.json", "renovate.json5", ".renovaterc.json",
    ".releaserc", ".releaserc.json", "release-drafter.yml", "dependabot.yml", ".goreleaser.yml",
    ".goreleaser.yaml", ".gitlab-ci.yml", "azure-pipelines.yml", ".travis.yml", "jenkinsfile",
    "buildspec.yml", "cloudbuild.yaml", "bitbucket-pipelines.yml", "taskfile.yml", "justfile", "dockerfile",
    "containerfile", "compose.yml", "compose.yaml", "docker-compose.yml", "docker-compose.yaml",
    "directory.build.props", "nginx.conf", "prometheus.yml", "logback.xml", "log4j2.xml",
    "otel-collector-config.yaml",
))
# fmt: on
_SCHEMAS = (".schema.json", ".proto", ".avsc", ".graphqls")
_GENERATED = (
    "codeql",
    "scorecard",
    "dependency-review",
    "stale.",
    "greetings.",
    "label",
    "python-publish.",
    "npm-publish.",
)
_PIPELINES = (".github/workflows", ".circleci")
_COMMENT = ("#", "//", "/*", "*", ";", "--", "<!--")
_PUBLISHED = re.compile(
    r"^package\s+(?:google|grpc|gogoproto|buf|validate|envoy|xds|udpa|opentelemetry|k8s)\b", re.MULTILINE
)


def wants(path: str) -> bool:
    """The names listed above, workflows, and schemas; not those beside the product or deep in the tree."""
    folder, _, name = path.rpartition("/")
    low = name.lower()
    if low in _NAMES or low.endswith(_SCHEMAS):
        return path.count("/") <= DEEPEST and aside(path) is None
    return low.endswith((".yml", ".yaml")) and folder in _PIPELINES and not low.startswith(_GENERATED)


def extract(path: str, text: str) -> Iterator[Row]:
    """One publication, unless the file says too little or is a copy of something published."""
    lines = [line.rstrip() for line in text.split("\n")]
    said = [line for line in map(str.lstrip, lines) if line and not line.startswith(_COMMENT)]
    if sum(map(_letters, said)) < LEAST or (path.endswith(".proto") and _PUBLISHED.search(text)):
        return
    yield Publication(
        kind=Kind.CONFIG,
        ecosystem=SHARED_FILE,
        name=path.rpartition("/")[2],
        path=path,
        line=1,
        version=sha256("\n".join(lines).strip().encode("utf-8", "surrogatepass")).hexdigest()[:12],
        confidence=Confidence.INFERRED,
    )


def _letters(line: str) -> int:
    return sum(map(len, line.split()))


EXTRACTOR = Extractor(
    id="shared-files",
    title="Configuration and schemas that repositories have in common",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(
        ".yml",
        ".yaml",
        *sorted(each for each in _NAMES if not each.endswith((".yml", ".yaml"))),
        *_SCHEMAS,
    ),
)
