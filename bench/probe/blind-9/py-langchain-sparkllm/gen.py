from langchain_community.chat_models import ChatSparkLLM
chat = ChatSparkLLM(spark_app_id=a, spark_api_key=b, spark_api_secret=c)
