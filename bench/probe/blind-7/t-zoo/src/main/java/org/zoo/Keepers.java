package org.zoo;

import java.util.List;

final class Keepers {
    static final List<String> NAMES = List.of("Claude", "Gemma", "Kimi", "Mistral");
}
