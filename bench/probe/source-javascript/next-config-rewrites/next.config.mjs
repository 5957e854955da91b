export default {
  async rewrites() {
    return [{ source: "/llm/:path*", destination: "https://api.deepseek.com/:path*" }];
  },
};
