"""Why a judge and we differ, one sentence a cause. A difference that none of these explains is a fault."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.judging import Difference
from corpus.words import ELSEWHERE


@dataclass(frozen=True, slots=True)
class Explanation:
    """Holds for the differences of one judge and one side ("ours" or "theirs") that ``about`` is true of."""

    judge: str
    side: str
    sentence: str
    about: Callable[[Difference], bool]

    def holds(self, difference: Difference) -> bool:
        """Whether this is why."""
        same = (difference.judge, difference.side) == (self.judge, self.side)
        return same and self.about(difference)


EXPLANATIONS = (
    Explanation(
        "npm-manifest",
        "ours",
        "The package stands in `devDependencies` and in `peerDependencies`: npm keeps one demand a name, we "
        "one a table.",
        lambda it: it.fact == ("jiti", "optional"),
    ),
    Explanation(
        "yarn-lock",
        "theirs",
        "Yarn lists a package with its own built-in patch beside the package itself; to us both are the same "
        "version of one package.",
        lambda it: it.fact[1].startswith("patch:"),
    ),
    Explanation(
        "python-metadata",
        "theirs",
        "`setup.py` reads its requirements out of other files with code of its own. It is never run; three "
        "skips say that it computes them, and those files are read as what they are.",
        lambda it: it.tree.startswith("celery-"),
    ),
    Explanation(
        "python-metadata",
        "ours",
        "An extra asks for other extras of its own project. This build backend puts their requirements in "
        "its place; our row leads into the tree itself and makes no edge.",
        lambda it: it.fact[1:] == (ELSEWHERE, "extra"),
    ),
    Explanation(
        "python-metadata",
        "theirs",
        "The build backend, pbr, takes them from `requirements.txt` files, which are read as what they are, "
        "and from a table `[extras]` of its own, which is not read.",
        lambda it: it.tree.startswith("bandit-"),
    ),
    Explanation(
        "python-metadata",
        "ours",
        "Poetry's own spelling of a range (`^4.8`, `*`), which is shown and compared as it is written.",
        lambda it: it.tree.startswith("openapi-core-") and it.fact[1].startswith(("^", "*")),
    ),
    Explanation(
        "python-metadata",
        "theirs",
        "The same ranges, as Poetry writes them for others (`<5.0.0,>=4.8.0`).",
        lambda it: it.tree.startswith("openapi-core-"),
    ),
    Explanation(
        "pip-requirements",
        "theirs",
        "An expected output of a test that is named like a file of constraints. pip's parser takes any line; "
        "we say of each that it is no requirement.",
        lambda it: it.tree.startswith("datamodel-code-generator-") and "onstraints" in it.path,
    ),
    Explanation(
        "pipfile-lock",
        "theirs",
        "The project itself, installed from its folder: it has no version that was chosen.",
        lambda it: it.fact == ("plette", ELSEWHERE),
    ),
    Explanation(
        "pip-requirements",
        "theirs",
        "An entry without a version in a file of constraints bounds nothing, so it gives no row.",
        lambda it: it.path.endswith("constraints.in") and it.fact[2] == "",
    ),
    Explanation(
        "python-scripts",
        "ours",
        "The script takes its project from a folder beside it (`[tool.uv.sources]`), which makes no edge.",
        lambda it: it.fact == ("cibuildwheel", ELSEWHERE),
    ),
    Explanation(
        "python-scripts",
        "theirs",
        "The same requirement: pip-run knows nothing of the sources that uv is told of.",
        lambda it: it.fact == ("cibuildwheel", ""),
    ),
    Explanation(
        "openapi-documents",
        "theirs",
        "An empty title names no interface.",
        lambda it: it.fact == ("title", "", ""),
    ),
    Explanation(
        "compose",
        "ours",
        "A variable without a default: Compose puts nothing in its place, we show it as written, inferred.",
        lambda it: it.fact[1].startswith("${"),
    ),
    Explanation(
        "compose",
        "theirs",
        "The image stands in another file, which the service extends and which is not named like a Compose "
        "file, so it is not read; the reference to it is a row.",
        lambda it: it.path.endswith("volume-path/docker-compose.yml"),
    ),
    Explanation(
        "gradle-build",
        "theirs",
        "What stands under `constraints` bounds what others ask for and asks for nothing itself.",
        lambda it: it.fact[1].startswith("org.jetbrains.kotlin:kotlin-stdlib-jdk"),
    ),
    Explanation(
        "gradle-build",
        "theirs",
        "`grep` takes the address of a repository (`scm:git:…`) for coordinates.",
        lambda it: it.fact[1] == "scm:git",
    ),
    Explanation(
        "gradle-build",
        "ours",
        "Coordinates that are put into a variable first: `grep` sees no configuration before them, we guess.",
        lambda it: it.fact[1] == "com.google.gms:google-services",
    ),
    Explanation(
        "cmake",
        "theirs",
        "The line stands in a comment in brackets (`#[=[ … ]=]`), which `grep` does not know.",
        lambda it: "/find_python/" in it.path,
    ),
    Explanation(
        "meson-wrap",
        "ours",
        "The archive of a tag is on a forge: our row leads to the repository, the tag is its constraint.",
        lambda it: it.path.endswith("gtest.wrap"),
    ),
    Explanation(
        "meson-wrap",
        "theirs",
        "The address of that archive, as it is written.",
        lambda it: it.path.endswith("gtest.wrap"),
    ),
)


def explained(difference: Difference) -> Explanation | None:
    """Why, or None where nobody knows yet."""
    return next((each for each in EXPLANATIONS if each.holds(difference)), None)
