"""What stands at a place: identifiers of each kind, and what denies, draws or only shows one."""
