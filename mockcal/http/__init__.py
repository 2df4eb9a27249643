"""How the API speaks."""
