package main

import "os/exec"

func fix(p string) error { return exec.Command("codex", "exec", "--full-auto", p).Run() }
