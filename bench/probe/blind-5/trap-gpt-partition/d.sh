parted -s /dev/sda mklabel gpt
sgdisk -n 1:0:+1G -t 1:ef00 /dev/sda
