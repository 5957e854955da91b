#!/bin/sh
H=aip.baidubce.com
T=$(curl -s "https://$H/oauth/2.0/token?grant_type=client_credentials&client_id=$AK&client_secret=$SK" | jq -r .access_token)
curl -s -d "image=$(base64 -w0 "$1")" "https://$H/rest/2.0/ocr/v1/general_basic?access_token=$T"
