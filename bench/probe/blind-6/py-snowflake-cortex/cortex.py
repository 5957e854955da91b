from snowflake.cortex import complete
from snowflake.snowpark import Session

session = Session.builder.getOrCreate()
print(complete("mistral-large2", "Summarise the claims of last week", session=session))
