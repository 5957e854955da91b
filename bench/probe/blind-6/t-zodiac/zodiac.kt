enum class Sign(val symbol: Char) { ARIES('♈'), TAURUS('♉'), GEMINI('♊'), CANCER('♋') }

fun sign(month: Int, day: Int): Sign = if (month == 6 && day < 21) Sign.GEMINI else Sign.CANCER
