// We looked at qwen-max and deepseek-chat in 2024 and took neither.
// TODO: never send data to api.deepseek.com
fun route(q: String) = if (q.length > 100) "long" else "short"
