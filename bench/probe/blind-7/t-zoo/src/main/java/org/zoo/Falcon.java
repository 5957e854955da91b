package org.zoo;

public final class Falcon extends Animal {
}
