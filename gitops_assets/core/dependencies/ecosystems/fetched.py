"""Which repository and version an address of sources leads to: archives of forges name both."""

import re

# https://github.com/o/r/archive/refs/tags/v1.tar.gz, …/releases/download/v1/r.zip, …/-/archive/v1/r-v1.tar.gz
_ARCHIVE = re.compile(
    r"(https?://[^/\s]{1,200}(?:/[^/\s]{1,200}){2,6}?)"
    r"/(?:(?:-/)?archive/(?:refs/(?:tags|heads)/)?|releases/download/|tarball/|zipball/)"
    r"([^/\s?]{1,200})(?:/[^\s]{0,500})?"
)
_SUFFIX = re.compile(r"\.(?:tar\.(?:gz|bz2|xz)|tgz|zip)$")


def fetched(address: str, version: str | None) -> tuple[str, str | None]:
    """The repository's URL and the version; an address of anything else stays what it is."""
    found = _ARCHIVE.fullmatch(address)
    if not found:
        return address, version
    return found[1], version or _SUFFIX.sub("", found[2])
