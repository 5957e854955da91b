select
    ticket_id,
    snowflake.cortex.complete('claude-3-5-sonnet', concat('Summarise: ', body)) as summary
from {{ ref('stg_tickets') }}
