const koffi = require("koffi");
const lib = koffi.load("./lib/libhcnetsdk.so");
const init = lib.func("bool NET_DVR_Init()");
init();
