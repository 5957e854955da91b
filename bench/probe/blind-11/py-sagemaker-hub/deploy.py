import sagemaker
from sagemaker.huggingface import HuggingFaceModel, get_huggingface_llm_image_uri

hub = {"HF_MODEL_ID": "meta-llama/Llama-3.1-8B-Instruct", "SM_NUM_GPUS": "1"}
model = HuggingFaceModel(env=hub, role=sagemaker.get_execution_role(), image_uri=get_huggingface_llm_image_uri("huggingface", version="3.2.3"))
predictor = model.deploy(initial_instance_count=1, instance_type="ml.g5.2xlarge")
