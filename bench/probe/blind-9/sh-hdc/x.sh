obsutil config -i=$AK -k=$SK -e=https://obs.eu-west-101.myhuaweicloud.eu
obsutil cp ./dist obs://b/ -r -f
