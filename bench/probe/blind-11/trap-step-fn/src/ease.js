export const stepFun = (n) => (t) => Math.floor(t * n) / n;
export const stepfun = stepFun(4);
