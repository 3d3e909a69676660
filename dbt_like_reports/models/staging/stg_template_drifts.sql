select
    slug,
    template,
    tag as version,
    latest,
    score,
    coverage,
    behind,
    cast(json_extract_string(document, '$.applied') as boolean) as applied,
    json_extract_string(document, '$.unknown') as unknown,
    json_extract(document, '$.missing_required[*]') as missing_required,
    json_extract(document, '$.files[*]') as files,
    audit as since_audit,
    ended as until_audit
from {{ source('store', 'template_drifts') }}
