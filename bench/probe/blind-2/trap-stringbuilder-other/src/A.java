class A {
  String url() {
    StringBuilder b = new StringBuilder();
    b.append("https://").append("api.").append("opendata").append(".com");
    return b.toString();
  }
}
