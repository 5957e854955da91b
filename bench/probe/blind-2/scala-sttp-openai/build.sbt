libraryDependencies ++= Seq(
  "com.softwaremill.sttp.openai" %% "core" % "0.2.2",
  "org.typelevel" %% "cats-effect" % "3.5.4"
)
