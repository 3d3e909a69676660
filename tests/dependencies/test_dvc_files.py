from gitops_assets.core.dependencies.extractors.data_stores import store
from gitops_assets.core.dependencies.extractors.dvc_files import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Publication


def kept(name: str, path: str, line: int, version: str | None = None) -> Publication:
    return Publication(kind=Kind.DATA, ecosystem="dataset", name=name, path=path, line=line, version=version)


def test_dvcs_files_are_read() -> None:
    assert all(wants(path) for path in ("data/raw.csv.dvc", "dvc.yaml", "ml/dvc.yaml", ".dvc/config"))
    assert not any(wants(path) for path in ("dvc.lock", ".dvc/config.local", "mydvc.yaml", "config"))


def test_an_output_is_offered_under_its_path_in_the_tree() -> None:
    text = "outs:\n- md5: a304\n  path: raw.csv\n"
    assert list(extract("data/raw.csv.dvc", text)) == [kept("data/raw.csv", "data/raw.csv.dvc", 2, "a304")]


def test_an_import_leads_to_the_other_repository() -> None:
    text = (
        "deps:\n- path: data/a.csv\n  repo:\n    url: https://me:pass@host/acme/data.git\n"
        "    rev: v1\n    rev_lock: abc\nouts: []\n"
    )
    assert list(extract("a.csv.dvc", text)) == [
        Dependency(
            kind=Kind.DATA,
            ecosystem="dataset",
            name="https://host/acme/data.git#data/a.csv",
            path="a.csv.dvc",
            line=2,
            constraint="v1",
            resolved="abc",
            url="https://host/acme/data.git",
        )
    ]


def test_a_stage_needs_what_stands_elsewhere_and_offers_what_it_writes() -> None:
    text = (
        "stages:\n  train:\n    cmd: x\n    deps:\n    - src/a.py\n    - s3://acme-lake/raw\n"
        "    outs:\n    - model.pkl:\n        cache: false\n    - gs://acme-models/m\n"
    )
    assert list(extract("ml/dvc.yaml", text)) == [
        kept("ml/model.pkl", "ml/dvc.yaml", 8),
        kept("gs://acme-models", "ml/dvc.yaml", 10),
        store("ml/dvc.yaml", 6, "s3://acme-lake"),
    ]


def test_a_remote_is_a_store() -> None:
    text = "['remote \"main\"']\n    url = s3://acme-dvc/x\n['remote \"disk\"']\n    url = /mnt/x\n"
    assert list(extract(".dvc/config", text)) == [store(".dvc/config", 2, "s3://acme-dvc")]
