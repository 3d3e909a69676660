"""Ids of the hooks that repositories offer, as pre-commit loads them."""

import json
import sys
import tempfile

from pre_commit.clientlib import InvalidManifestError, load_manifest

answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        try:
            answers[path] = [[each["id"]] for each in load_manifest(file.name)]
        except InvalidManifestError as error:
            answers[path] = " ".join(str(error).split())
json.dump(answers, sys.stdout)
