import httpx


async def events(host, auth):
    url = f"http://{host}/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion,CrossLineDetection]&heartbeat=5"
    async with httpx.AsyncClient(auth=auth, timeout=None) as client, client.stream("GET", url) as response:
        async for line in response.aiter_lines():
            yield line
