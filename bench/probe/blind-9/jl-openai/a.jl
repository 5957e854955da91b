using OpenAI
r = create_chat(ENV["K"], "gpt-4o-mini", [Dict("role" => "user", "content" => "x")])
