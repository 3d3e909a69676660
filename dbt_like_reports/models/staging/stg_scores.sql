select
    slug,
    value as score,
    coverage,
    level,
    audit as since_audit,
    ended as until_audit
from {{ source('store', 'scores') }}
