package com.acme;

import io.krakens.grok.api.Grok;
import io.krakens.grok.api.GrokCompiler;

class Logs {
    Grok grok() {
        GrokCompiler compiler = GrokCompiler.newInstance();
        compiler.registerDefaultPatterns();
        return compiler.compile("%{COMBINEDAPACHELOG}");
    }
}
