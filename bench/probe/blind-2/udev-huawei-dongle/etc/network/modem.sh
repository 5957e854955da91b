#!/bin/sh
curl -s http://192.168.8.1/api/monitoring/status
