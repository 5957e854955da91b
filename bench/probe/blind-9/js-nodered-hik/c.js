const net = require("net");
const opts = { host: cfg.ip, path: "/ISAPI/Event/notification/alertStream", auth: cfg.auth };
require("http").get(opts, onPart);
