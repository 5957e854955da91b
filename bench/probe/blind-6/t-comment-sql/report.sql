-- was: snowflake.cortex.complete('llama3.1-8b', body)
SELECT left(body, 200) AS summary FROM tickets;
