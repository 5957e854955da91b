enum Brand { SAMSUNG, HUAWEI, XIAOMI, ZTE, OPPO;
  static boolean badge(String m) { return m.equalsIgnoreCase(HUAWEI.name()); } }
