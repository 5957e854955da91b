curl -s -X POST -H 'Content-Type: application/json' \
  -d '{"msg_type":"text","content":{"text":"build ok"}}' \
  https://open.feishu.cn/open-apis/bot/v2/hook/$HOOK
