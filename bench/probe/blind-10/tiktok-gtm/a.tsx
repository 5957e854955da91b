import TiktokPixel from "tiktok-pixel";
TiktokPixel.init("C123", {}, {});
