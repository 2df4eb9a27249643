"""Apps that an editor offers."""
