step ca init
step certificate create a b c
