ThisBuild / scalaVersion := "3.3.4"
lazy val root = (project in file(".")).settings(
  libraryDependencies += "com.softwaremill.sttp.openai" %% "core" % "0.3.7"
)
