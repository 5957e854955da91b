from openai import OpenAI
c = OpenAI(base_url="https://ark.ap-southeast.bytepluses.com/api/v3", api_key=k)
