"""What the embedded provider asks about its client and its token."""
