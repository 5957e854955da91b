name := "desk"
scalaVersion := "3.4.2"
libraryDependencies ++= Seq(
  "com.softwaremill.sttp.openai" %% "core" % "0.2.3",
  "org.typelevel" %% "cats-core" % "2.12.0"
)
