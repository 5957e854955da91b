#!/bin/sh
scp build.tgz claude@gemini.example.internal:/srv/app/
ssh claude@gemini.example.internal systemctl restart grok-exporter
