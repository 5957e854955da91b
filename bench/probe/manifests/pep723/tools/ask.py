# /// script
# requires-python = ">=3.12"
# dependencies = ["openai>=1.50", "rich"]
# ///
print("see below")
