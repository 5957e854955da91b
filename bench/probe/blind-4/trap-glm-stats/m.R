fit <- glm(y ~ x, family = binomial, data = d)
glm.4 <- update(fit, . ~ . + z)
glm4v <- 3
