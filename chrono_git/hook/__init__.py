"""The way in for git's hooks: a quick look first, and the rest only where it finds something."""
