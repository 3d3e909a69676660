select
    identity,
    kind,
    ecosystem,
    name,
    why,
    claims,
    breaks
from {{ source('store', 'conflicts') }}
