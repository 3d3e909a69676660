select
    slug,
    gate,
    fingerprint,
    severity,
    path,
    message,
    make_timestamp(opened * 1000000) as opened_at,
    audit as since_audit,
    ended as until_audit
from {{ source('store', 'findings') }}
