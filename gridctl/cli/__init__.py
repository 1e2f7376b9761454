"""The command line: shows and asks, nothing else."""
