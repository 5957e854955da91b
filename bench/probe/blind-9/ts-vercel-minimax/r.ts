import { minimax } from "vercel-minimax-ai-provider";
export const m = minimax("MiniMax-M2");
