#!/bin/sh
obsutil config -i="$AK" -k="$SK" -e=obs.cn-east-3.myhuaweicloud.com
obsutil cp dist/ obs://releases/ -r -f
