with slowest as (
    select
        audit,
        phase,
        arg_max(slug, seconds) as slowest_repository,
        max(seconds) as slowest_seconds
    from {{ ref('stg_phases') }}
    where slug is not null
    group by audit, phase
)

select
    phases.audit,
    audits.finished_at,
    phases.position + 1 as position,
    phases.phase,
    phases.repositories,
    phases.seconds,
    case
        when sum(phases.seconds) over (partition by phases.audit) > 0
            then round(phases.seconds / sum(phases.seconds) over (partition by phases.audit), 4)
    end as share,
    slowest.slowest_repository,
    slowest.slowest_seconds
from {{ ref('stg_phases') }} as phases
inner join {{ ref('stg_audits') }} as audits on phases.audit = audits.audit
left join slowest on phases.audit = slowest.audit and phases.phase = slowest.phase
where phases.slug is null
order by phases.audit, phases.position
