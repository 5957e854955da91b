// Text that is written into new projects for whoever chooses it
export const python = `
import openai
from anthropic import Anthropic

client = Anthropic()
`;
