export { default as IconTiktok } from "~icons/simple-icons/tiktok";
export { default as IconWechat } from "~icons/simple-icons/wechat";
export { default as IconOpenai } from "~icons/simple-icons/openai";
export { default as IconHuawei } from "~icons/simple-icons/huawei";
