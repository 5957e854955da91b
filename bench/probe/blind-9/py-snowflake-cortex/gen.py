from snowflake.cortex import complete
complete("mistral-large2", "Summarise: " + t, session=s)
