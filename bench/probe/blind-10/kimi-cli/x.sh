uv tool install --python 3.13 kimi-cli
kimi --version
