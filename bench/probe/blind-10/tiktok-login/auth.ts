import TikTok from "next-auth/providers/tiktok";
export const providers = [TikTok({ clientId: id, clientSecret: s })];
