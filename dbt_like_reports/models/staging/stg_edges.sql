select
    source,
    target,
    kind,
    ecosystem,
    name,
    path,
    line,
    scope,
    level,
    missing = 1 as is_missing
from {{ source('store', 'edges') }}
