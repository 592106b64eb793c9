"""The way in for git's hooks: a quick look first, and the rest of chrono-git only where it finds something."""
