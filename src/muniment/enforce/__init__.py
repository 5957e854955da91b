"""What stands between a client and a model: calls read strictly, answers guarded, approvals bound to arguments."""
