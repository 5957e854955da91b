"""What packages say of themselves inside: what they are, who made them, what they need."""
