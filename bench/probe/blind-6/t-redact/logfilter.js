const PATTERNS = [/sk-ant-[\w-]{20,}/g, /sk-proj-[\w-]{20,}/g, /AIza[\w-]{35}/g];

export const redact = (line) => PATTERNS.reduce((text, p) => text.replace(p, "[key]"), line);
