SIGNS = { "Aries" => 3..4, "Taurus" => 4..5, "Gemini" => 5..6, "Cancer" => 6..7 }.freeze
def gemini?(day) = SIGNS["Gemini"].cover?(day.month)
