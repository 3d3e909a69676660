select
    gate,
    title,
    category,
    severity,
    weight,
    position
from {{ source('store', 'asked_gates') }}
