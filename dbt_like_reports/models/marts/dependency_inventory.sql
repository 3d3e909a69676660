with used as (
    select *
    from {{ ref('stg_dependencies') }}
    where not is_local
)

select
    used.kind,
    used.ecosystem,
    used.name,
    count(distinct used.slug) as repositories,
    count(*) as uses,
    count(distinct used.resolved) as versions,
    nullif(array_to_string(list_sort(list_distinct(list(used.resolved))), ', '), '') as resolved,
    count(distinct used.demanded) as constraints,
    (used.ecosystem, used.name) in (select (ecosystem, name) from {{ ref('stg_publications') }}) as is_internal
from used
group by used.kind, used.ecosystem, used.name
order by repositories desc, uses desc, used.kind, used.ecosystem, used.name
