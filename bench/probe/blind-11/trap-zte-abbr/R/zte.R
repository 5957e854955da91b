# zero-truncated estimator
zte <- function(x) mean(x[x > 0])
ZTE <- zte
