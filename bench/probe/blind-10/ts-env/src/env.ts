export const key = process.env.ZHIPUAI_API_KEY!;
