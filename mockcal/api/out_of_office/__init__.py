"""When somebody is away."""
