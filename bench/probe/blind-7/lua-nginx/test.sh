#!/bin/sh
curl -s localhost/ask
