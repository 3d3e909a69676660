-- A row whenever a repository's score moved: between two rows it stood still.
with told as (
    select
        scores.slug,
        audits.audit,
        audits.finished_at,
        scores.score,
        scores.coverage,
        scores.level
    from {{ ref('stg_scores') }} as scores
    asof join {{ ref('stg_audits') }} as audits on scores.since_audit <= audits.audit
    where (scores.until_audit is null or scores.until_audit > audits.audit)
        and scores.slug in (select slug from {{ ref('stg_repositories') }})
)

select
    slug,
    audit,
    finished_at,
    score,
    level,
    coverage,
    lead(audit) over (partition by slug order by audit) is null as is_latest
from told
order by slug, audit
