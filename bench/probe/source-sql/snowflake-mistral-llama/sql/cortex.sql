CREATE OR REPLACE TABLE labels AS
SELECT id, AI_COMPLETE('mistral-large2', text) AS a, SNOWFLAKE.CORTEX.COMPLETE('llama3.1-70b', text) AS b FROM notes;
