export { default as SiOpenai } from "./openai.svg";
export { default as SiTiktok } from "./tiktok.svg";
export { default as SiHuawei } from "./huawei.svg";
export { default as SiDji } from "./dji.svg";
export { default as SiWechat } from "./wechat.svg";
