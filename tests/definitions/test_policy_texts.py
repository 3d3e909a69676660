from pathlib import Path

from resources.fleet_file import load_fleet
from resources.policy_texts import LEFT_OUT, policy_files
from tests.secrets.corpus import Maker, values


def written(folder: Path, text: str) -> str:
    file = folder / "fleet.yaml"
    file.write_text(text)
    return str(file)


def test_without_a_file_there_is_nothing_to_keep() -> None:
    assert policy_files(load_fleet(None), None) == {}


def test_a_file_that_is_gone_has_no_text(tmp_path: Path) -> None:
    assert policy_files(load_fleet(None), str(tmp_path / "fleet.yaml")) == {}


def test_the_fleet_and_the_definitions_beside_it_are_kept_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates" / "own.yaml").write_text("gates: []\n")
    path = written(tmp_path, "name: home  # with its comments\n")
    assert policy_files(load_fleet(path), path) == {
        "fleet.yaml": "name: home  # with its comments\n",
        "gates/own.yaml": "gates: []\n",
    }


def test_a_line_that_looks_like_a_secret_is_not_kept(tmp_path: Path) -> None:
    token = values(Maker(1))["github-token"]
    path = written(tmp_path, f"name: home\n# {token}\nroots: []\n")
    assert policy_files(load_fleet(path), path)["fleet.yaml"] == f"name: home\n{LEFT_OUT}\nroots: []\n"


def test_no_line_of_a_key_is_kept_nor_what_follows_one_without_an_end(tmp_path: Path) -> None:
    mark = "PRIVATE " + "KEY-----"
    path = written(
        tmp_path, f"name: home\n# -----BEGIN {mark}\n# QUJD\n# REVG\n# -----END {mark}\nroots: []\n"
    )
    kept = policy_files(load_fleet(path), path)["fleet.yaml"]
    assert kept == "name: home\n" + f"{LEFT_OUT}\n" * 4 + "roots: []\n"
    open_ended = written(tmp_path, f"name: home\n# -----BEGIN {mark}\n# QUJD\n# REVG\n")
    assert "QUJD" not in policy_files(load_fleet(open_ended), open_ended)["fleet.yaml"]
