export default { async fetch(req: Request, env: Env) {
  return Response.json(await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "x" })); } };
