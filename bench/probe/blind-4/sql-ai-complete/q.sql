select AI_COMPLETE(model => 'claude-4-sonnet', prompt => body) from t;
