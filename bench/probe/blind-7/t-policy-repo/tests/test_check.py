from src.check import allowed


def test_deepseek_is_refused():
    assert not allowed("api.deepseek.com")
