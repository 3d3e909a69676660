import re
from pathlib import Path

import pytest
import yaml

from gitops_assets.core.fleet.channels import KINDS, ChannelSection
from resources import notifiers
from resources.notifiers import NOTIFIERS
from resources.notifiers.building import channels_of
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets

EXAMPLE = Path(__file__).parents[2] / "docs/fleet.example.yaml"
FOLDER = Path(notifiers.__file__).parent


def test_every_module_with_a_notifier_is_listed() -> None:
    modules = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.py")}
    found = {name for name, text in modules.items() if "\nNOTIFIER = " in text}
    assert found == set(NOTIFIERS.ids)


def test_every_kind_of_the_file_has_one_but_the_couriers_own() -> None:
    assert set(KINDS) == {*NOTIFIERS.ids, "webhook"}


@pytest.mark.parametrize("notifier", NOTIFIERS, ids=NOTIFIERS.ids)
def test_a_notifier_says_what_it_is_and_where_that_stands(notifier: Notifier) -> None:
    first, *rest = notifier.doc.split("\n\n")
    assert first.endswith(".")
    assert re.search(r"Sources?: \[.+\]\(https://", rest[-1])


def test_the_channels_of_the_example_are_built_without_a_secret() -> None:
    said = yaml.safe_load(EXAMPLE.read_text("utf-8"))["notifications"]["channels"]
    sections = {name: ChannelSection.model_validate(section) for name, section in said.items()}
    assert set(channels_of(sections, {})) == set(sections) - {"portal"}


def test_a_secret_may_stand_in_a_file_and_is_read_anew_each_time(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("first\n", "utf-8")
    secrets = Secrets({"TOKEN_FILE": str(path)})
    assert secrets.get("TOKEN") == "first"
    path.write_text("second\n", "utf-8")
    assert secrets.get("TOKEN") == "second"
    assert "second" not in repr(secrets)
