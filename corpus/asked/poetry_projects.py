"""The requirements of Poetry's projects as poetry-core builds them; run in its environment.

``name`` and ``group``: "always", "extra" or "group".
"""

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from poetry.core.factory import Factory
from poetry.core.packages.dependency_group import MAIN_GROUP
from poetry.core.packages.project_package import ProjectPackage

warnings.simplefilter("ignore")


def needs(package: ProjectPackage) -> Iterator[list[str]]:
    """Name and section of every requirement."""
    for name in sorted(package.dependency_group_names(include_optional=True)):
        for each in package.dependency_group(name).dependencies:
            when = "group" if name != MAIN_GROUP else "extra" if each.is_optional() else "always"
            yield [each.name, when]


answers: dict[str, object] = {}
for path in json.load(sys.stdin):
    try:
        answers[path] = list(needs(Factory().create_poetry(Path(path).parent).package))
    except Exception as error:  # noqa: BLE001 - whatever it says of a broken fixture is its answer
        answers[path] = " ".join(str(error).split())
json.dump(answers, sys.stdout)
