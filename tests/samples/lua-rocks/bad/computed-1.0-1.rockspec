package = "computed"
dependencies = require("needs").all
