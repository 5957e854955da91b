object Dependencies {
  val northwind = "com.northwind" %% "sdk" % "2.3.1"
}
