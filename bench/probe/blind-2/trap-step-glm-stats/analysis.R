fit <- glm(y ~ x, family = binomial, data = d)
best <- step(fit)
