"nothing"
