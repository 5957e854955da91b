import { spawn } from "node:child_process";
const p = spawn("npx", ["@google/gemini-cli", "-p", prompt]);
