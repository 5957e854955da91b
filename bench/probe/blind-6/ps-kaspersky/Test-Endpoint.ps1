$service = Get-Service -Name "AVP21.*" -ErrorAction SilentlyContinue
if (-not $service) {
    Start-Process msiexec.exe -ArgumentList '/i "\\files\soft\Kaspersky Endpoint Security\kes_win.msi" /qn EULA=1 PRIVACYPOLICY=1' -Wait
}
