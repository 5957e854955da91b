libraryDependencies += "com.softwaremill.sttp.openai" %% "core" % "0.3.4"
