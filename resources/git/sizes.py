"""How large objects are, without their contents (git-cat-file(1), ``--batch-check``)."""

import os
import subprocess
from collections.abc import Collection, Mapping

from resources.git.command import environment, spawn
from resources.git.watchdog import WATCHDOG, kill


def object_sizes(path: bytes, oids: Collection[str], timeout: float) -> Mapping[str, int]:
    """Bytes of each of these objects; those that are not here, or that git could not be asked for, lack."""
    if not oids:
        return {}
    with os.fdopen(os.memfd_create("oids"), "w+b") as questions:
        questions.write("".join(f"{oid}\n" for oid in oids).encode())
        questions.seek(0)
        arguments = ("cat-file", "--batch-check=%(objectname) %(objectsize)", "--buffer")
        process = spawn(path, arguments, environment(), stdin=questions.fileno(), stderr=subprocess.DEVNULL)
    WATCHDOG.add(process, timeout)
    try:
        answer, _ = process.communicate()
    except BaseException:
        kill(process)
        process.wait()
        raise
    finally:
        WATCHDOG.remove(process)
    lines = (line.split() for line in answer.decode().splitlines())
    return {oid: int(size) for oid, size in lines if size.isdigit()}
