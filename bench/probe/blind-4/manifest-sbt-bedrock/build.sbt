libraryDependencies ++= Seq("software.amazon.awssdk" % "bedrockruntime" % "2.29.0")
