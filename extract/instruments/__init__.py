"""Documents in a file: where each begins and ends, what its head says, what it cites and withdraws."""
