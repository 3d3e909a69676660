select
    changes.audit,
    audits.finished_at,
    changes.slug,
    changes.cause,
    changes.subject as gates,
    try_cast(changes.before as double) as before,
    try_cast(changes.after as double) as after,
    round(try_cast(changes.after as double) - try_cast(changes.before as double), 1) as points
from {{ ref('stg_changes') }} as changes
inner join {{ ref('stg_audits') }} as audits on changes.audit = audits.audit
where changes.kind = 'score-moved'
order by changes.audit desc, abs(points) desc nulls last, changes.slug, changes.cause, gates
