"""Third-party OAuth2 apps: authorization, tokens, client information."""
