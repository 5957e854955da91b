$known = @("avp.exe","ekrn.exe","MsMpEng.exe")
Get-Process | Where-Object { $known -contains $_.Name }
