from mistral.beaufort import scale
import mistral

print(scale(66))
