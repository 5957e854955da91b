package a

// See https://platform.openai.com/docs/api-reference for the shape that this mimics.
// TODO(claude): ask Claude from the networking team.
func Shape() string { return "chat.completion" }
