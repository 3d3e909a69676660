with versions as (
    select
        kind,
        ecosystem,
        name,
        resolved as version,
        count(distinct slug) as repositories,
        count(*) as uses
    from {{ ref('stg_dependencies') }}
    where not is_local and resolved is not null
    group by kind, ecosystem, name, resolved
),

spread as (
    select
        *,
        count(*) over package as versions,
        uses / sum(uses) over package as share
    from versions
    window package as (partition by kind, ecosystem, name)
)

select
    kind,
    ecosystem,
    name,
    version,
    repositories,
    uses,
    versions,
    share
from spread
where versions > 1
order by versions desc, kind, ecosystem, name, repositories desc, version
