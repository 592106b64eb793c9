"""The command line: options → app → render → exit status, and nothing else."""
