libraryDependencies += "org.apache.spark" %% "spark-sql" % "3.5.1"
