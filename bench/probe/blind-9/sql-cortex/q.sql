SELECT SNOWFLAKE.CORTEX.COMPLETE('claude-3-5-sonnet', CONCAT('Summarise: ', body)) FROM tickets;
