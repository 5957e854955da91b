Start-Process msiexec.exe -ArgumentList '/i "Kaspersky Network Agent.msi" /qn SERVERADDRESS=ksc.corp.example EULA=1' -Wait
& 'C:\Program Files (x86)\Kaspersky Lab\NetworkAgent\klmover.exe' -address ksc.corp.example
