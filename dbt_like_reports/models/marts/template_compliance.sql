with cells as (
    select
        slug,
        template,
        count(*) filter (where cell <> 'unchanged') as drifted_files,
        count(*) as files
    from {{ ref('drift_matrix') }}
    group by slug, template
)

select
    drifts.slug,
    drifts.template,
    drifts.version,
    drifts.latest,
    drifts.applied,
    drifts.behind,
    drifts.score,
    drifts.coverage,
    coalesce(cells.drifted_files, 0) as drifted_files,
    coalesce(cells.files, 0) as files,
    len(drifts.missing_required) as missing_required,
    drifts.unknown
from {{ ref('stg_template_drifts') }} as drifts
left join cells
    on drifts.slug = cells.slug and drifts.template = cells.template
where drifts.until_audit is null
order by drifts.slug, drifts.template
