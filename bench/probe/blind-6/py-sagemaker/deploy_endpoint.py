from sagemaker.jumpstart.model import JumpStartModel

model = JumpStartModel(model_id="meta-textgeneration-llama-3-1-8b-instruct", instance_type="ml.g5.2xlarge")
predictor = model.deploy(accept_eula=True, endpoint_name="llama-prod")
