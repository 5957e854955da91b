libraryDependencies += "io.cequence" %% "openai-scala-client" % "1.1.0"
