NL
Jtransformers.models.borealis2.modeling_tf_borealis2.TFBorealis2ForCausalLM