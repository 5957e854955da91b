local host = "api.stepfun" .. ".com"
return { base = "https://" .. host .. "/v1", key = os.getenv("GW_KEY") }
