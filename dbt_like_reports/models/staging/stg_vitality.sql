-- A commit may claim any date; one that no calendar has is not known.
select
    slug,
    unknown,
    case
        when committed between -62135596800 and 253402300799 then make_timestamp(committed * 1000000)
    end as committed_at,
    commits_year,
    commits_quarter,
    active_weeks,
    median_gap_days,
    contributors_year,
    contributors_quarter,
    top_share,
    absence_factor,
    files_changed,
    lines_added,
    lines_removed,
    churn_unknown,
    unmerged_branches,
    case
        when oldest_branch between -62135596800 and 253402300799 then make_timestamp(oldest_branch * 1000000)
    end as oldest_branch_at,
    case
        when newest_branch between -62135596800 and 253402300799 then make_timestamp(newest_branch * 1000000)
    end as newest_branch_at,
    releases_year,
    case
        when released between -62135596800 and 253402300799 then make_timestamp(released * 1000000)
    end as released_at,
    risk
from {{ source('store', 'vitality') }}
