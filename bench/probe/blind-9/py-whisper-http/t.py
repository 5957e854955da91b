import aiohttp
async def go(s: aiohttp.ClientSession, data):
    async with s.post("https://api.openai.com/v1/audio/transcriptions", data=data) as r:
        return await r.json()
