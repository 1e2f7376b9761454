"""How commands load and save, one file per noun."""
