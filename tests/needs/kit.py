"""Needs in short: `rustc>=1.90`, `service:redis:6380`, `?` for a person, `refused`."""

from __future__ import annotations

from chrono_git.needs.need import Ask, Configured, File, Other, Refused, Room, Service, Tool, Variable, Word


def short(ask: Ask) -> str:
    """One need in a word."""
    match ask:
        case Tool(either):
            return "|".join(
                (f"{one.names[0]} {one.subcommand}".strip() + (f" [{one.wanted.text}]" if one.wanted else ""))
                for one in either
            )
        case Configured(program):
            return f"configured:{program.names[0]}"
        case Service(_, key, ports, host):
            return f"service:{key or '-'}:{','.join(map(str, ports))}" + (f"@{host}" if host else "")
        case Variable(name):
            return f"${name}"
        case File(path, kind):
            return f"{kind}:{path}"
        case Room(kind, size):
            return f"{kind}:{size}"
        case Other(guides):
            return "guide:" + ",".join(guides)
        case Word():
            return "?"
        case Refused():
            return "refused"
