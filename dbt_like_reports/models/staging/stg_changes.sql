select
    audit,
    slug,
    kind,
    subject,
    cause
from {{ source('store', 'changes') }}
