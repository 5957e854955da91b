"""The gateway's file."""
