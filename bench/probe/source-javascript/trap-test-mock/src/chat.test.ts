import { describe, expect, it, vi } from "vitest";
const create = vi.fn().mockResolvedValue({ model: "gpt-4o", choices: [] });
describe("chat", () => {
  it("uses the model", async () => {
    expect((await create({ model: "claude-3-haiku-20240307" })).model).toBe("gpt-4o");
  });
});
