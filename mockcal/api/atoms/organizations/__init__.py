"""What the components ask for in an organization."""
