module Chat
using OpenAI

ask(text) = create_chat(ENV["OPENAI_API_KEY"], "gpt-4o-mini", [Dict("role" => "user", "content" => text)])
end
