"""The gateway's file: who calls, by which routes, and what tools may do."""
