"""What a tree is written in, and where its pipelines and tools say what they run."""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable

_CODE = (
    *(
        ".py",
        ".js",
        ".mjs",
        ".ts",
        ".jsx",
        ".tsx",
        ".go",
        ".java",
        ".kt",
        ".scala",
        ".rb",
        ".php",
        ".cs",
        ".swift",
    ),
    *(".c", ".cc", ".cpp", ".h", ".hpp", ".rs", ".m"),
)
_TOLD_IN = (
    *(".github/workflows/*.y*ml", "*gitlab-ci.y*ml", ".gitlab/*.y*ml", ".circleci/*.y*ml", ".travis.y*ml"),
    *("*azure-pipelines*.y*ml", "*jenkinsfile*", ".drone.*", ".cirrus.*", "bitbucket-pipelines.yml"),
    *(
        ".pre-commit-config.yaml",
        "tox.ini",
        "noxfile.py",
        "makefile",
        "justfile",
        "taskfile.y*ml",
        "pyproject.toml",
    ),
    *(
        "package.json",
        "setup.cfg",
        "build.gradle*",
        "pom.xml",
        ".golangci.y*ml",
        "mise.toml",
        "*.goreleaser.y*ml",
    ),
)


def code(facts: Facts) -> tuple[str, ...]:
    """The source files outside of samples; raises NotApplicable where there are none."""
    found = facts.files.once(_code)
    if not found:
        raise NotApplicable("there is no source code")
    return found


def told(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path and text, in small letters and without lines of comments, of whatever says what is run."""
    yield from facts.files.once(_told)


def _code(tree: TreeFacts) -> tuple[str, ...]:
    return tuple(path for path in tree.paths if path.endswith(_CODE) and not sample(path))


def _told(tree: TreeFacts) -> tuple[tuple[str, str], ...]:
    paths = tree.matching(*_TOLD_IN)
    return tuple((file.path, _without_comments(file.text.lower())) for file in tree.texts(paths))


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(("#", "//")))
