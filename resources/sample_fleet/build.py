"""A fleet to look at first: every state a repository can be in, built in seconds from nothing but git."""

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gitops_assets.core.model import State
from resources.sample_fleet.samples import SAMPLES, Sample
from resources.sample_fleet.situations import NotPossible
from resources.sample_fleet.workshop import Workshop

MARKER = ".gitops-assets-sample"
_OURS = ("fleet", "remotes", "fleet.yaml", MARKER)


class NotASample(Exception):  # noqa: N818 - reads as the sentence it is
    """The folder holds something that no sample fleet put there."""


@dataclass(frozen=True, slots=True)
class SampleFleet:
    """Where the sample stands and what an audit of it must find.

    ``states``: by slug, the states that must show (others may follow from them). ``left_out``: by slug, why a
    situation could not be brought about here; those slugs are in no other answer.
    """

    root: Path
    config: Path
    states: Mapping[str, frozenset[State]]
    left_out: Mapping[str, str]


def build_sample_fleet(folder: Path, *, now: int | None = None) -> SampleFleet:
    """Build the sample below ``folder``: clones in ``fleet``, their bare ``remotes``, and ``fleet.yaml``.

    Commit hashes are the same everywhere; only the times of the last fetch follow ``now`` (seconds, UTC).
    An earlier sample is replaced. Raises :class:`NotASample` for any other folder that is not empty, and
    :class:`resources.sample_fleet.authoring.AuthoringFailed` when git refuses.
    """
    folder = folder.absolute()
    _make_room(folder)
    moment = int(time.time()) if now is None else now
    left_out: dict[str, str] = {}
    for sample in SAMPLES:
        try:
            sample.event(Workshop(folder, sample.slug, moment, sample.kind, sample.summary))
        except NotPossible as reason:
            left_out[sample.slug] = str(reason)
    built = [sample for sample in SAMPLES if sample.slug not in left_out]
    config = folder / "fleet.yaml"
    config.write_text(_fleet_yaml(folder, built), encoding="utf-8", newline="\n")
    return SampleFleet(folder / "fleet", config, {sample.slug: sample.states for sample in built}, left_out)


def _make_room(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found = {path.name: path for path in folder.iterdir()}
    strangers = sorted(name for name, path in found.items() if name not in _OURS or path.is_symlink())
    held = strangers or sorted(found)
    if found and (strangers or MARKER not in found):
        raise NotASample(
            f"no sample fleet was built: {folder} already holds {', '.join(held[:3])}; "
            "name a new or an empty folder"
        )
    (folder / MARKER).write_text("Built by gitops-assets; building again replaces it.\n", encoding="utf-8")
    for name in ("fleet", "remotes"):
        if name in found:
            shutil.rmtree(found[name])


def _fleet_yaml(folder: Path, samples: list[Sample]) -> str:
    listed = "".join(_entry(folder, sample) for sample in samples if sample.listed)
    return f"{_HEAD}inventory:\n  - list:\n{listed}{_TAIL}"


def _entry(folder: Path, sample: Sample) -> str:
    url = json.dumps(str(folder / "remotes" / f"{sample.slug}.git"), ensure_ascii=False)
    return f"      - slug: {sample.slug}\n        url: {url}\n        default_branch: main\n"


_HEAD = """\
# The repositories of a small web shop as they should be. What lies on disk differs: audit it and see.
name: web shop (sample)
roots: [fleet]
"""
_TAIL = """\
owners:
  "shop/*": shop team
  "ops/*": platform team
criticality:
  "shop/payments-*": critical
  "shop/*": high
  "ops/*": medium
tags:
  "shop/*": [customer-facing]
thresholds:
  stale_fetch_days: 7
"""
