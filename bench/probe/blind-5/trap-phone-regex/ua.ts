export const isHuawei = /huawei|honor/i.test(navigator.userAgent);
