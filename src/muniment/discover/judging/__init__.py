"""Which signatures recognise an identifier, who plays which part, and what makes it only a mention."""
