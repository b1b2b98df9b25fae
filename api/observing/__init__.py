"""What an operator sees of a running server: the log on stderr and the metrics."""
