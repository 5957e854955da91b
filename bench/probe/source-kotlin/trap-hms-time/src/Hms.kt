data class Hms(val h: Int, val m: Int, val s: Int)

fun hms(seconds: Int) = Hms(seconds / 3600, seconds / 60 % 60, seconds % 60)
