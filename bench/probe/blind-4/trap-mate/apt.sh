apt-get install -y mate-desktop ascend-cam kirin
