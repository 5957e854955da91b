Execute-MSI -Action Install -Path 'kes_win.msi' -Parameters 'EULA=1 PRIVACYPOLICY=1 KSN=0 /qn'
Start-Process -FilePath "$env:ProgramFiles\Kaspersky Lab\KES\avp.com" -ArgumentList 'START FILE'
