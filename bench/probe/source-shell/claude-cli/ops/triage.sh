#!/bin/sh
journalctl -u api --since -1h | claude -p "List the errors by cause" --model sonnet > /var/log/triage.txt
