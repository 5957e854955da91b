$h = @{ "x-api-key" = $env:K; "anthropic-version" = "2023-06-01" }
Invoke-RestMethod -Uri "https://api.anthropic.com/v1/messages" -Method Post -Headers $h -Body $b -ContentType "application/json"
