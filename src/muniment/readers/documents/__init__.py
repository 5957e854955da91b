"""Documents in which an organisation lists its suppliers: tables of sub-processors, vendors and service providers."""
