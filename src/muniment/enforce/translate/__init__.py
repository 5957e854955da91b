"""Requests, answers and streams of one dialect, said in another; what cannot be said is listed or refused."""
