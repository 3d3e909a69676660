"""pom.xml against Maven's own model builder, which is among the libraries of an installed Maven."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.asking import ASKED, last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import maven_pom
from gitops_assets.core.dependencies.model import Scope

LIBRARIES = (Path("/usr/share/maven/lib"), Path("/usr/share/java"))
_SCOPES = {Scope.TEST: "test", Scope.BUILD: "provided"}


def wants(path: str) -> bool:
    """Every ``pom.xml``."""
    return path.endswith("pom.xml") and maven_pom.wants(path)


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Coordinates, version and scope of the dependencies; plugins are not among theirs."""
    plugins = set(_plugins(tree.text(path)))
    for row in tree.dependencies(path, "maven-pom"):
        if row.name.partition(":")[2] not in plugins:
            yield row.name, row.constraint or "", _SCOPES.get(row.scope, "compile")


def _plugins(text: str) -> Iterator[str]:
    for block in text.split("<plugin>")[1:]:
        yield block.partition("<artifactId>")[2].partition("<")[0].strip()


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What the effective model has."""
    classpath = ":".join(f"{folder}/*" for folder in LIBRARIES)
    with tree.written(wants) as folder:
        files = [folder / path for path in paths]
        done = run(("java", "-cp", classpath, ASKED / "MavenModel.java", *files))
        if done.returncode:
            raise SystemExit(f"Maven could not be asked: {done.stderr.strip()[-500:]}")
        return {path: _answer(done.stdout, str(folder / path), folder) for path in paths}


def _answer(said: str, file: str, folder: Path) -> Answer:
    lines = [line.split("\t")[1:] for line in said.splitlines() if line.startswith(f"{file}\t")]
    refused = [line[1] for line in lines if line[0] == "refused"]
    if refused:
        return last_line(refused[0], folder)
    return [
        (name, version, scope) for verb, *rest in lines if verb == "needs" for name, version, scope in [rest]
    ]


JUDGE = Judge(
    id="maven-pom",
    title="pom.xml",
    tool="Maven's model builder",
    compares="coordinates, version, scope",
    wants=wants,
    ours=ours,
    theirs=theirs,
    leaves=("plugins"),
)
