dpkg -i kesl_12.1.0-1508_amd64.deb
/opt/kaspersky/kesl/bin/kesl-setup.pl --autoinstall=/tmp/a.ini
kesl-control --start-task 2
