import { createServer } from "bedrock-protocol";
createServer({ host: "0.0.0.0", port: 19132, motd: { motd: "Bedrock", levelName: "w" } });
