export { SiOpenai, SiTiktok, SiWechat, SiHuawei, SiDji } from "react-icons/si";
