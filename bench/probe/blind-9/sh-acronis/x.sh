wget "https://us5-cloud.acronis.com/bc/api/ams/links/agents/redirect?language=multi&system=linux&architecture=64" -O agent.bin
chmod +x agent.bin && ./agent.bin -a --token="$T"
acrocmd list machines
