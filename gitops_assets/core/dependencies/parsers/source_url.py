"""Addresses of sources in manifests: which repository they name, and at which commit, tag or branch."""

import re

from gitops_assets.core.remote_url import redact

_ARCHIVE = re.compile(
    r"https?://(?:[^/@\s]*@)?(?:codeload\.)?(?:www\.)?(github\.com|gitlab\.com)/([^/\s]+)/([^/\s]+)"
    r"/(?:-/)?(?:archive|tarball|zipball|tar\.gz|zip|legacy\.tar\.gz)/(?:refs/(?:tags|heads)/)?([^\s?#]*)"
)
_ENDS = (".tar.gz", ".tgz", ".zip", ".tar.bz2")


def repository_of(address: str) -> tuple[str, str | None]:
    """The repository (without credentials) and the ref of a git address or of a forge's archive of one.

    An archive that no known forge made is its own address and has no ref.
    """
    address, _, ref = address.partition("#")
    if found := _ARCHIVE.match(address):
        return f"https://{found[1]}/{found[2]}/{found[3]}", _without_ending(found[4]) or None
    return redact(address.removeprefix("git+")), ref or None


def _without_ending(ref: str) -> str:
    return next((ref[: -len(end)] for end in _ENDS if ref.endswith(end)), ref)
