select
    audits.audit,
    audits.finished_at,
    drifts.template,
    count(distinct drifts.slug) as repositories,
    avg(drifts.score) as score,
    count(*) filter (where drifts.behind > 0) as behind,
    count(*) filter (where not drifts.applied) as unapplied
from {{ ref('stg_audits') }} as audits
inner join {{ ref('stg_template_drifts') }} as drifts
    on audits.audit >= drifts.since_audit
    and (drifts.until_audit is null or audits.audit < drifts.until_audit)
group by audits.audit, audits.finished_at, drifts.template
order by audits.audit, drifts.template
