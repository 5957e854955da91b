-module(ai).
-export([ask/1]).
ask(B) -> httpc:request(post, {"https://api.openai.com/v1/chat/completions", [], "application/json", B}, [], []).
