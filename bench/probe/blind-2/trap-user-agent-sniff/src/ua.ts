const VENDORS: Record<string, RegExp> = {
  Huawei: /HUAWEI|HONOR/i,
  Xiaomi: /MI \d|Redmi/i,
  ZTE: /ZTE/i,
};
export const vendor = (ua: string) => Object.keys(VENDORS).find((v) => VENDORS[v].test(ua));
