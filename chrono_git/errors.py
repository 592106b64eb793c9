"""The errors that chrono-git shows to people: each says what to do next."""


class ChronoError(Exception):
    """Something a user can put right.

    `message` says what was wrong and what was expected, `hint` what to do next;
    `path` and `line` (1-based) name the place where there is one. `exit_status` is
    what the command line returns for it (DESIGN section 4: 2 = cannot judge).
    """

    exit_status = 2

    def __init__(
        self, message: str, *, hint: str = "", path: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        return f"{where}{self.message}"


class ConfigError(ChronoError):
    """A configuration file that cannot be used."""


class RepositoryError(ChronoError):
    """git could not answer: no repository, an unknown revision, a failing git."""


class MissingObjectError(RepositoryError):
    """An object that this clone does not have (partial or shallow clone, damage)."""


class GuideError(ChronoError):
    """A guide that cannot be found or read, or an item that it does not have."""
