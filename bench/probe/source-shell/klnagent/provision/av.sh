#!/bin/bash
set -e
dpkg -i /tmp/klnagent64_15.1.0-11795_amd64.deb
/opt/kaspersky/klnagent64/lib/bin/setup/postinstall.pl
apt-get install -y kesl
kesl-control --get-task-state 1
