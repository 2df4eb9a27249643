"""What Cal.com's own interface components call."""
