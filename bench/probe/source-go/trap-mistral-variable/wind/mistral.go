package wind

type Mistral struct{ Knots int }

func (m Mistral) Gust() int { return m.Knots * 3 / 2 }

var mistral = Mistral{Knots: 40}
