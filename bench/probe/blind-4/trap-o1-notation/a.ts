// O(1) lookup, o1 and o3 are orders
const o1 = orders[0];
const o3 = orders[2];
export const model = o1.model;
