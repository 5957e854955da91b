select snowflake.cortex.complete('mistral-large2', body) from t;
-- claude-3-5-sonnet
