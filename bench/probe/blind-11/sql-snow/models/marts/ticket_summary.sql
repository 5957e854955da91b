{{ config(materialized='incremental', unique_key='id') }}

select id,
       snowflake.cortex.ai_complete('claude-4-sonnet', concat('Summarise: ', body)) as summary
from {{ ref('stg_tickets') }}
{% if is_incremental() %} where updated_at > (select max(updated_at) from {{ this }}) {% endif %}
