#!/bin/sh
# nightly
acrocmd backup disk --disk=1,2 --loc=/mnt/backups --arc=web01 --progress
acrocmd list tasks
