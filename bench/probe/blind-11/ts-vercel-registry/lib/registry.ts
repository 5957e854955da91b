import { createProviderRegistry } from 'ai';
import { anthropic } from '@ai-sdk/anthropic';
import { xai } from '@ai-sdk/xai';

export const registry = createProviderRegistry({ anthropic, xai });
export const fast = registry.languageModel('xai:grok-3-mini');
