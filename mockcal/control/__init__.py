"""The control plane: `/_mock`."""
