$known = @('MsMpEng', 'avp', 'bdagent', 'ekrn')
if (Get-Process | Where-Object { $known -contains $_.ProcessName }) { Write-Warning 'A virus scanner slows the build.' }
