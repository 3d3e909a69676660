"""Requirements in the comments of Python scripts as pip-run reads them; no script is run."""

import json
import sys

from pip_run.scripts import DepsReader

answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    try:
        answers[path] = [[each] for each in DepsReader(text).read_toml()]
    except Exception as error:  # noqa: BLE001 - whatever it says, it would not read the file
        answers[path] = " ".join(str(error).split()) or type(error).__name__
json.dump(answers, sys.stdout)
