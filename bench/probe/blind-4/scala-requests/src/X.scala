object X {
  val url = "https://api.x.ai/v1/chat/completions"
  def ask(body: String) = requests.post(url, data = body)
}
