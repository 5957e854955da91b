"""What a gateway permits and recorded."""
