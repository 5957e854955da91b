libraryDependencies += "com.northwind" %% artifact % "2.3.1"
libraryDependencies += "org.borealis" % "core" % "1.0
