package egress

denied := {"api.deepseek.com", "api.moonshot.cn"}

deny contains msg if {
	input.host in denied
	msg := sprintf("%s is prohibited", [input.host])
}
