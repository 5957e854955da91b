def test_vendor():
    assert vendor("00:18:82:aa:bb:cc") == "HUAWEI TECHNOLOGIES CO.,LTD"
    assert model("gpt-4") is None
