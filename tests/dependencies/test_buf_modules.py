import pytest

from gitops_assets.core.dependencies.extractors.buf_modules import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Locked, Publication, Row, Scope


def needed(name: str, path: str, line: int, label: str | None, scope: Scope = Scope.RUNTIME) -> Dependency:
    return Dependency(
        kind=Kind.API, ecosystem="buf", name=name, path=path, line=line, constraint=label, scope=scope
    )


def test_bufs_files_are_read() -> None:
    assert all(wants(path) for path in ("buf.yaml", "proto/buf.lock", "buf.gen.yaml", "buf.gen.go.yaml"))
    assert not wants("buf.work.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "version: v1\nname: buf.build/acme/pets\n",
        "version: v2\nmodules: [{path: a, name: buf.build/acme/pets}]\n",
    ],
)
def test_a_module_is_offered_under_its_name(text: str) -> None:
    assert list(extract("buf.yaml", text)) == [
        Publication(kind=Kind.API, ecosystem="buf", name="buf.build/acme/pets", path="buf.yaml", line=2)
    ]


def test_a_label_is_the_constraint() -> None:
    text = "deps:\n  - buf.build/googleapis/googleapis\n  - buf.build/acme/money:v2\n"
    assert list(extract("buf.yaml", text)) == [
        needed("buf.build/googleapis/googleapis", "buf.yaml", 2, None),
        needed("buf.build/acme/money", "buf.yaml", 3, "v2"),
    ]


def test_generation_needs_plugins_and_inputs() -> None:
    text = (
        "plugins:\n  - remote: buf.build/protocolbuffers/go:v1.31.0\n    out: gen\n  - local: protoc-gen-x\n"
        "inputs:\n  - module: buf.build/acme/pets\n  - git_repo: https://me:pass@host/acme/api.git\n"
    )
    plugin, module, repository = extract("buf.gen.yaml", text)
    assert plugin == needed("buf.build/protocolbuffers/go", "buf.gen.yaml", 2, "v1.31.0", Scope.BUILD)
    assert module == needed("buf.build/acme/pets", "buf.gen.yaml", 6, None, Scope.BUILD)
    assert isinstance(repository, Dependency)
    assert (repository.ecosystem, repository.url, repository.line) == ("git", "https://host/acme/api.git", 7)


@pytest.mark.parametrize(
    "entry", ["name: buf.build/acme/pets", "remote: buf.build\n    owner: acme\n    repository: pets"]
)
def test_the_lock_says_which_commit(entry: str) -> None:
    rows: list[Row] = list(extract("buf.lock", f"deps:\n  - {entry}\n    commit: abc\n  - commit: lost\n"))
    assert rows == [
        Locked(ecosystem="buf", name="buf.build/acme/pets", version="abc", path="buf.lock", line=2)
    ]
