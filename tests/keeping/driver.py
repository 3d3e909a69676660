"""A keeper of two programs that sleep, as a process: ``driver.py HOME [WORDS OF A THIRD]``."""

import os
import sys
from pathlib import Path

from resources.home import Home
from resources.keeping.held import DevRuns, held
from resources.keeping.keeper import GaveUp, Keeper, Program

SLEEPER = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
    "print(sys.argv[1], os.getpid(), child.pid, flush=True)\n"
    "time.sleep(300)\n"
)


def say(text: str) -> None:
    sys.stdout.write(f"told {text}\n")
    sys.stdout.flush()


def main(path: Path, third: list[str]) -> None:
    ready = path / "ready"
    environ = dict(os.environ)
    programs = [
        Program("first", (sys.executable, "-c", SLEEPER, "first"), environ, before=ready.touch, last=True),
        Program(
            "second", (sys.executable, "-c", SLEEPER, "second"), environ, waits=lambda: not ready.exists()
        ),
    ]
    if third:
        programs.append(Program("third", third, environ, grace=0.3))
    try:
        with held(Home(path, ""), {"UI": "http://127.0.0.1:3000"}) as lock:
            say("held")
            Keeper(programs, path, lock, say).run()
    except (DevRuns, GaveUp) as error:
        say(str(error))
        sys.exit(3)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
