"""Servers of our own: model gateway, approver desk and what stands beside them. They only join sockets to `app`."""
