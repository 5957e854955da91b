defmodule Acme.Speech do
  def serving do
    {:ok, model} = Bumblebee.load_model({:hf, "openai/whisper-tiny"})
    {:ok, featurizer} = Bumblebee.load_featurizer({:hf, "openai/whisper-tiny"})
    {:ok, tokenizer} = Bumblebee.load_tokenizer({:hf, "openai/whisper-tiny"})
    {:ok, config} = Bumblebee.load_generation_config({:hf, "openai/whisper-tiny"})
    Bumblebee.Audio.speech_to_text_whisper(model, featurizer, tokenizer, config)
  end
end
