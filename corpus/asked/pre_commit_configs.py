"""Repositories and revisions of pre-commit configurations as pre-commit loads them."""

import json
import sys
import tempfile

from pre_commit.clientlib import InvalidConfigError, load_config

answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        try:
            repositories = load_config(file.name)["repos"]
        except InvalidConfigError as error:
            answers[path] = " ".join(str(error).split())
            continue
    answers[path] = [[each["repo"], each.get("rev", "")] for each in repositories]
json.dump(answers, sys.stdout)
