export const t = (k: string) => k;
