val indices = Map("^DJI" -> "Dow Jones Industrial Average", "^GSPC" -> "S&P 500")
val dji = indices("^DJI")
