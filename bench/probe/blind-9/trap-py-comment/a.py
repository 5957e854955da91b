# We once considered `import anthropic` and api.anthropic.com here.
X = 1
