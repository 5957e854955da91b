from langchain_community.chat_models import ChatHunyuan
c = ChatHunyuan(hunyuan_app_id=1, hunyuan_secret_id="x", hunyuan_secret_key="y")
