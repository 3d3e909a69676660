with current_audit as (
    select started_at
    from {{ ref('stg_audits') }}
    where is_current
)

select
    repositories.slug,
    repositories.owner,
    case
        when vitality.risk is null then 'unknown'
        when vitality.risk >= 0.6 then 'high'
        when vitality.risk >= 0.3 then 'medium'
        else 'low'
    end as abandonment_risk,
    vitality.risk,
    vitality.committed_at,
    cast(floor((epoch(current_audit.started_at) - epoch(vitality.committed_at)) / 86400) as bigint)
        as commit_age_days,
    vitality.commits_year,
    vitality.commits_quarter,
    round(vitality.commits_year / 52.0, 2) as commits_per_week,
    vitality.active_weeks,
    vitality.median_gap_days,
    vitality.contributors_year,
    vitality.contributors_quarter,
    vitality.absence_factor as contributor_absence_factor,
    vitality.top_share as top_contributor_share,
    vitality.files_changed,
    vitality.lines_added,
    vitality.lines_removed,
    vitality.unmerged_branches,
    vitality.oldest_branch_at,
    cast(floor((epoch(current_audit.started_at) - epoch(vitality.oldest_branch_at)) / 86400) as bigint)
        as oldest_branch_age_days,
    vitality.newest_branch_at,
    vitality.releases_year,
    vitality.released_at,
    cast(floor((epoch(current_audit.started_at) - epoch(vitality.released_at)) / 86400) as bigint)
        as release_age_days,
    case
        when vitality.slug is null then 'it was never measured'
        else coalesce(vitality.unknown, vitality.churn_unknown)
    end as unknown
from {{ ref('stg_repositories') }} as repositories
cross join current_audit
left join {{ ref('stg_vitality') }} as vitality on repositories.slug = vitality.slug
order by vitality.risk desc nulls last, repositories.slug
