package provider

type spec struct{ host, path, model string }

func (s spec) url() string { return "https://" + s.host + s.path }
