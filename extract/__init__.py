"""Documents in, records out."""
