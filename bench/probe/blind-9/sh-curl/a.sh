#!/bin/sh
API=https://api.moonshot.cn
curl -s "$API/v1/chat/completions" -H "Authorization: Bearer $K" -d @b.json
