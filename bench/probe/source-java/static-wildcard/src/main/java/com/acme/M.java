package com.acme;

import static com.anthropic.models.messages.Model.*;

class M {
    Object model() {
        return CLAUDE_3_5_HAIKU_LATEST;
    }
}
