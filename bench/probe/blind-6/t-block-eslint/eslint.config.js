export default [
  { rules: { "no-restricted-imports": ["error", { paths: ["openai", "@anthropic-ai/sdk", "@google/genai"], patterns: ["@ai-sdk/*"] }] } },
];
