export default {
  async fetch(req: Request, env: Env) {
    const out = await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "hi" });
    return Response.json(out);
  },
};
