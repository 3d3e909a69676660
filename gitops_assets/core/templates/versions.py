"""Which tag of a template is newest, and which one a word such as ``latest`` or ``>=2,<3`` means."""

from collections.abc import Iterable, Sequence

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion
from packaging.version import Version as Number

from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.templates.assigning import LATEST
from gitops_assets.core.templates.model import Version


def number_of(tag: str | None) -> Number | None:
    """The number that a tag says (``v1.2.0``, ``2.0.0-rc.1``), or None; PEP 440 reads semver's too."""
    try:
        return Number(tag.removeprefix("v")) if tag else None
    except InvalidVersion:
        return None


def newest_first(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Those whose tags are numbers, the highest first; of ``v1`` and ``v1.0.0`` the longer one."""
    numbered = [(number, version) for version in versions if (number := number_of(version.tag)) is not None]
    numbered.sort(key=lambda each: (each[0], len(each[1].tag or ""), each[1].tag or ""), reverse=True)
    return tuple(version for _, version in numbered)


def chosen(versions: Sequence[Version], wanted: str) -> Version:
    """The version that is meant, of versions newest first; ``LookupError`` says why there is none.

    A pre-release is only meant by its own tag, or where there is nothing else.
    """
    for version in versions:
        if wanted in {version.tag, version.oid}:
            return version
    if wanted == LATEST:
        return _steady(versions)
    same = [version for version in versions if _same(version.tag, wanted)]
    if same:
        return same[0]
    return _within(versions, wanted)


def _steady(versions: Sequence[Version]) -> Version:
    steady = (
        each for each in versions if (number := number_of(each.tag)) is None or not number.is_prerelease
    )
    newest = next(steady, versions[0] if versions else None)
    if newest is None:
        raise LookupError("it has no version yet; give its repository a tag such as v1.0.0")
    return newest


def _same(tag: str | None, wanted: str) -> bool:
    number = number_of(wanted)
    return number is not None and number == number_of(tag)


def _within(versions: Sequence[Version], wanted: str) -> Version:
    tags = [version.tag for version in versions if version.tag]
    try:
        wish = SpecifierSet(wanted)
    except InvalidSpecifier:
        hint = did_you_mean(wanted, tags[:10], "it has") if tags else "it has no tag at all"
        raise LookupError(f"it has no version {wanted!r}; {hint}") from None
    for version in versions:
        number = number_of(version.tag)
        if number is not None and wish.contains(number):
            return version
    raise LookupError(f"no version of it is within {wanted!r}; {_listed(tags)}")


def _listed(tags: Sequence[str]) -> str:
    return f"it has {', '.join(tags[:10])}" if tags else "it has no tag at all"
