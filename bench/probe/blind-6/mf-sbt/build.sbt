ThisBuild / scalaVersion := "3.4.2"

lazy val root = (project in file("."))
  .settings(
    name := "triage",
    libraryDependencies ++= Seq(
      "com.softwaremill.sttp.openai" %% "core" % "0.3.10",
      "ch.qos.logback" % "logback-classic" % "1.5.6"
    )
  )
