"""Pure functions from facts and rules to an explained decision. Nothing here reads a clock or a file."""
