select
    audit,
    phase,
    nullif(slug, '') as slug,
    position,
    repositories,
    microseconds / 1000000.0 as seconds
from {{ source('store', 'phases') }}
