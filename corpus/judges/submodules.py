""".gitmodules against git itself."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import git_submodules
from gitops_assets.core.dependencies.model import Dependency


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """The address and the branch of every submodule."""
    for row in tree.rows(path, "git-submodules"):
        if isinstance(row, Dependency):
            yield row.name, row.constraint or ""


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What ``git config`` reads out of the file, the way ``git submodule`` does."""
    with tree.written(git_submodules.wants) as folder:
        done = run(("git", "config", "--file", folder / ".gitmodules", "--null", "--list"))
        if done.returncode:
            return dict.fromkeys(paths, last_line(done.stderr, folder))
    modules: dict[str, dict[str, str]] = {}
    for entry in filter(None, done.stdout.split("\0")):
        key, _, value = entry.partition("\n")
        section, _, last = key.rpartition(".")
        modules.setdefault(section, {})[last] = value
    facts = [(each["url"], each.get("branch", "")) for each in modules.values() if "url" in each]
    return dict.fromkeys(paths, facts)


JUDGE = Judge(
    id="git-submodules",
    title=".gitmodules",
    tool="`git config --file`, from which `git submodule` reads",
    compares="address, branch",
    wants=git_submodules.wants,
    ours=ours,
    theirs=theirs,
    own=True,
)
