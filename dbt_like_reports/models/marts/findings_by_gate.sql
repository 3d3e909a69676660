with current_audit as (
    select started_at
    from {{ ref('stg_audits') }}
    where is_current
),

gates as (
    select
        gate,
        count(*) filter (where status not in ('fixed', 'waived')) as open,
        count(*) filter (where status = 'new') as new,
        count(*) filter (where status = 'reopened') as reopened,
        count(*) filter (where status = 'fixed') as fixed,
        count(*) filter (where status = 'waived') as waived,
        count(distinct slug) filter (where status not in ('fixed', 'waived')) as repositories,
        min(opened_at) filter (where status not in ('fixed', 'waived')) as oldest_opened_at
    from {{ ref('stg_findings') }}
    group by gate
)

select
    gates.*,
    cast(floor((epoch(current_audit.started_at) - epoch(gates.oldest_opened_at)) / 86400) as bigint)
        as oldest_age_days
from gates
cross join current_audit
order by gates.open desc, gates.gate
