from ibm_watsonx_ai.foundation_models import ModelInference
m = ModelInference(model_id="meta-llama/llama-3-3-70b-instruct", credentials=c, project_id=p)
