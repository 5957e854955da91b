enum Sign: String, CaseIterable {
    case aries, taurus, gemini, cancer, leo, virgo
}

let gemini = Sign.gemini
