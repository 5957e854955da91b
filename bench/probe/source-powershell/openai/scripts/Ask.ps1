param([string]$Prompt)
$body = @{ model = 'gpt-4o-mini'; messages = @(@{ role = 'user'; content = $Prompt }) } | ConvertTo-Json
Invoke-RestMethod -Uri 'https://api.openai.com/v1/chat/completions' -Method Post -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" } -ContentType 'application/json' -Body $body
