"""The doors outward: git, the work tree and the history."""
