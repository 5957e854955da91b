fit <- glm(cbind(ncases, ncontrols) ~ agegp, data = esoph, family = binomial())
glm4 <- glm(y ~ x1 + x2 + x3 + x4, family = poisson)
summary(glm4)
