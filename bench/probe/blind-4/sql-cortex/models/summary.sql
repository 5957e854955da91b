SELECT id, SNOWFLAKE.CORTEX.COMPLETE('llama3.1-70b', CONCAT('Summarise: ', body)) AS s
FROM {{ ref('tickets') }}
