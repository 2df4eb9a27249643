"""What an organization knows of its members."""
