defmodule Acme.Serving do
  def load do
    repo = {:hf, "mistralai/Mistral-7B-Instruct-v0.2"}
    {:ok, model} = Bumblebee.load_model(repo, type: :bf16)
    {:ok, tokenizer} = Bumblebee.load_tokenizer(repo)
    {model, tokenizer}
  end
end
