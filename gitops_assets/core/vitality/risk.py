"""How likely it is that nobody looks after a repository any more: a stated sum, not a model.

The weighted mean of four signals, each 0 (none) to 1 (strong); what is not known is left out:

* 50 %, silence: days since the last commit, from none at 90 days, the time that OpenSSF Scorecard's check
  Maintained looks at (https://github.com/ossf/scorecard/blob/main/docs/checks.md#maintained), to full at 364.
* 20 %, cadence: what the quarter's commits lack of one a week, from which on Scorecard gives its full mark.
* 20 %, one pair of shoulders: full where the CHAOSS Contributor Absence Factor is 1, half where it is 2.
* 10 %, releases: days since the last one, as with silence; a repository that never released is not asked.

Weights and the year are this project's choice; the table beside the risk shows what it is made of.
"""

from gitops_assets.core.vitality.model import DAY, QUARTER_WEEKS, WEEK, YEAR_WEEKS

_QUIET, _SILENT = 90 * DAY, YEAR_WEEKS * WEEK
_SILENCE, _CADENCE, _ABSENCE, _RELEASES = 0.5, 0.2, 0.2, 0.1
_ENOUGH_PEOPLE = 3


def abandonment_risk(
    at: int,
    *,
    committed: int | None,
    commits_quarter: int | None,
    absence_factor: int | None,
    released: int | None,
) -> float | None:
    """The risk at that moment, 0 to 1 in hundredths; None where the last commit or the quarter is unknown."""
    if committed is None or commits_quarter is None:
        return None
    signals = [(_SILENCE, silence(at - committed)), (_CADENCE, 1 - min(1.0, commits_quarter / QUARTER_WEEKS))]
    if absence_factor is not None:
        signals.append((_ABSENCE, max(0, _ENOUGH_PEOPLE - absence_factor) / (_ENOUGH_PEOPLE - 1)))
    if released is not None:
        signals.append((_RELEASES, silence(at - released)))
    return round(sum(weight * each for weight, each in signals) / sum(weight for weight, _ in signals), 2)


def silence(seconds: int) -> float:
    """0 up to 90 days, 1 from 52 weeks on, and even between."""
    return max(0.0, min(1.0, (seconds - _QUIET) / (_SILENT - _QUIET)))
