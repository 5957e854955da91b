class A { @Test void t() { wire.stubFor(post("/v1/chat/completions").willReturn(ok())); assertEquals("gpt-4", m()); } }
