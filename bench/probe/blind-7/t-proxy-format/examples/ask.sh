#!/bin/sh
curl -s http://localhost:8000/v1/chat/completions -d '{"model":"acme-small","messages":[]}'
