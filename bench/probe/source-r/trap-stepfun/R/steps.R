sf <- stepfun(1:3, c(0, 1, 2, 3))
plot.stepfun <- function(x, ...) lines(knots(x), x(knots(x)))
is.stepfun(sf)
