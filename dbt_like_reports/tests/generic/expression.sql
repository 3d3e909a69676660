{% test expression(model, expression, column_name=none) %}
select *
from {{ model }}
where not coalesce({% if column_name %}{{ column_name }} {% endif %}{{ expression }}, true)
{% endtest %}
