build {
  provisioner "shell" { inline = ["pip install openai", "ollama pull llama3"] }
}
