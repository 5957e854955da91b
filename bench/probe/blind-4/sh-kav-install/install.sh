#!/bin/sh
set -e
dpkg -i ./klnagent64_14.2.0-23324_amd64.deb ./kesl_12.0.0-6672_amd64.deb
/opt/kaspersky/klnagent64/lib/bin/setup/postinstall.pl
