"""Model files: what a model says about its architecture, its maker, what it was made from, and its licence."""
