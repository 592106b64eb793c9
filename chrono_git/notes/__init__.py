"""What is told of a range of commits: learnings, what became done, who did it (release notes)."""

from chrono_git.notes.release import Contributor, Done, GuideNotes, Notes, Release, Taught

__all__ = ["Contributor", "Done", "GuideNotes", "Notes", "Release", "Taught"]
