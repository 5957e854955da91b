{% macro embedder() %}{{ return('snowflake-arctic-embed-l-v2.0') }}{% endmacro %}
