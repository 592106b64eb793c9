"""chrono-git: progress you can prove."""
