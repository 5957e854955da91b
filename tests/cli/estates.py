"""Estates that several tests of the command line begin with: one system, one contract for Defense."""

ORGANISATION = """
[organisation]
name = "Example Systems LLC"
"""
PORTAL = """
[[systems]]
id = "portal"
title = "Billing portal"
contracts = ["C-1"]
sources = ["portal"]
purposes = ["performance"]
"""
PRIME = f"""{ORGANISATION}
[[contracts]]
id = "C-1"
title = "Fleet sustainment"
tier = "prime"
customer = "dod"
{PORTAL}"""
UNDER_FASCSA = f"""{ORGANISATION}
[[contracts]]
id = "C-1"
tier = "prime"
customer = "dod"
clauses = ["52.204-29", "52.204-30"]
{PORTAL}"""
"""The same under the clauses that ask for a search of the orders."""
