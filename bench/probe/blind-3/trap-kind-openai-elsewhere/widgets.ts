import * as ui from "./ui";
ui.badge({ kind: "OpenAI-compatible" });
