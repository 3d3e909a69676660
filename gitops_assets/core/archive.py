"""An archive whose bytes follow from its files alone: sorted, of one date, and not compressed.

Compression differs between versions of its libraries; an archive that has to be the same for ever has none.
"""

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the files, by path."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = _READABLE
            archive.writestr(entry, files[path])
    return target.getvalue()
