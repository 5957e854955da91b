def anthropic_prior(x): return 1 / x
