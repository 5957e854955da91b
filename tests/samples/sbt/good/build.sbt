lazy val root = (project in file("."))
  .settings(
    name := "borealis-app",
    libraryDependencies += "com.northwind" %% "sdk" % "2.3.1", // "com.commented" % "out" % "1"
    libraryDependencies ++= Seq(
      "org.borealis" % "core" % borealisVersion,
      "org.borealis" %%% "shared" % "1.0" % Test
    )
  )
