from sagemaker.jumpstart.model import JumpStartModel
model = JumpStartModel(model_id="meta-textgeneration-llama-3-8b-instruct")
predictor = model.deploy(accept_eula=True)
