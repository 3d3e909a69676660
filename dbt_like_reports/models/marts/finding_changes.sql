with opened as (
    select
        since_audit as audit,
        count(*) filter (where not is_reopened) as new,
        count(*) filter (where is_reopened) as reopened
    from {{ ref('stg_finding_lives') }}
    group by since_audit
),

closed as (
    select until_audit as audit, count(*) as closed
    from {{ ref('stg_finding_lives') }}
    where until_audit is not null
    group by until_audit
),

told as (
    select
        audit,
        count(*) filter (where kind = 'finding-waived') as waived,
        count(*) filter (where kind = 'finding-worse') as worse,
        count(*) filter (where kind = 'finding-better') as better
    from {{ ref('stg_changes') }}
    group by audit
)

select
    audits.audit,
    audits.finished_at,
    coalesce(opened.new, 0) as new,
    coalesce(opened.reopened, 0) as reopened,
    coalesce(closed.closed, 0) - least(coalesce(closed.closed, 0), coalesce(told.waived, 0)) as fixed,
    least(coalesce(closed.closed, 0), coalesce(told.waived, 0)) as waived,
    coalesce(told.worse, 0) as worse,
    coalesce(told.better, 0) as better,
    cast(
        sum(coalesce(opened.new, 0) + coalesce(opened.reopened, 0) - coalesce(closed.closed, 0))
            over (order by audits.audit rows unbounded preceding)
        as bigint
    ) as open_findings
from {{ ref('stg_audits') }} as audits
left join opened on audits.audit = opened.audit
left join closed on audits.audit = closed.audit
left join told on audits.audit = told.audit
order by audits.audit
