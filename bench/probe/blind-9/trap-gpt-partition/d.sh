parted -s /dev/sda mklabel gpt
sgdisk --gpt-4k /dev/sdb
