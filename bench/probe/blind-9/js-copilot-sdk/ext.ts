import * as vscode from "vscode";
const [m] = await vscode.lm.selectChatModels({ vendor: "copilot", family: "gpt-4o" });
