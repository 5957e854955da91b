package parse

func Words(s string) []string { return nil }
