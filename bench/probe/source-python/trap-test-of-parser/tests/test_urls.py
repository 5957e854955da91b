from urls import host


def test_host():
    assert host("https://api.openai.com/v1") == "api.openai.com"
    assert host("https://api.deepseek.com") == "api.deepseek.com"
