package exporter

import "github.com/vjeantet/grok"

func Parse(line string) (map[string]string, error) {
	g, err := grok.New()
	if err != nil {
		return nil, err
	}
	return g.Parse("%{COMMONAPACHELOG}", line)
}
