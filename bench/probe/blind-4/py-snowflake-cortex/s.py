from snowflake.cortex import complete

print(complete("mistral-large2", "Summarise the ticket"))
