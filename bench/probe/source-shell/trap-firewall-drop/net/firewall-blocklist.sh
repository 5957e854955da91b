#!/bin/sh
for host in api.deepseek.com chat.deepseek.com tiktok.com kaspersky.com; do
  nft add element inet filter blocked "{ $(dig +short "$host" | head -1) }"
done
