export default {
  async fetch(request: Request, env: { AI: any }) {
    return Response.json(await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "hi" }));
  },
};
