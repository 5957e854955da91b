package org.zoo;

public final class Llama extends Animal {
    @Override
    public String sound() {
        return "hum";
    }
}
