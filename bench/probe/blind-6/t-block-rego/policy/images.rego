package main

deny contains msg if {
	some c in input.spec.containers
	some banned in ["deepseek", "qwen"]
	contains(c.image, banned)
	msg := sprintf("image %s is prohibited", [c.image])
}
