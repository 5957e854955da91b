import pytest
from acme.detect import detect


@pytest.mark.parametrize("text", ["import anthropic", "from openai import OpenAI", "https://api.deepseek.com/v1"])
def test_detect(text):
    assert detect(text)
