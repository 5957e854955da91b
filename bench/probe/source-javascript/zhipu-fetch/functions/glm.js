export default async function handler(req, res) {
  const reply = await fetch('https://open.bigmodel.cn/api/paas/v4/chat/completions', {
    method: 'POST',
    headers: { Authorization: `Bearer ${process.env.ZHIPU_API_KEY}` },
    body: JSON.stringify({ model: 'glm-4-air', messages: req.body.messages }),
  });
  res.json(await reply.json());
}
