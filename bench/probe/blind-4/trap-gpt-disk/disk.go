package disk

const GPT = "gpt"

type GptHeader struct{ Signature [8]byte }

func IsGPT4K(b []byte) bool { return len(b) == 4096 }
