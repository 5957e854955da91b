package com.acme;

enum Maker {
    ERICSSON("Ericsson"), NOKIA("Nokia"), HUAWEI("Huawei"), ZTE("ZTE"), SAMSUNG("Samsung"), UNKNOWN("");

    final String label;

    Maker(String label) {
        this.label = label;
    }
}
