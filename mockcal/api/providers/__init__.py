"""The other side of OAuth connections: Google, Microsoft, Zoom and Stripe, played by mockcal itself."""
