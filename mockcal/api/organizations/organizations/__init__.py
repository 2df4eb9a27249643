"""Organizations that an organization manages."""
