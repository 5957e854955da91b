import Anthropic from "npm:@anthropic-ai/sdk@0.39.0";
const a = new Anthropic();
