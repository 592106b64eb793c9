"""The tools that guides ask for: their names, their programs, and how these tell their version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """One tool: `title` for people, its programs (the first that there is counts), other names of it.

    `subcommand` is the part of the program that is meant. Names in `cased` are ordinary words too,
    and mean the tool as they are written only.
    """

    title: str
    programs: tuple[str, ...]
    names: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    subcommand: str = ""


def _tool(title: str, programs: str, names: str = "", cased: str = "", subcommand: str = "") -> Known:
    split = [tuple(part for part in text.split("|") if part) for text in (programs, names, cased)]
    return Known(title, split[0], split[1], split[2], subcommand)


TOOLS = (
    _tool("Docker Compose", "docker", "Docker Compose|docker-compose", subcommand="compose"),
    _tool("Docker", "docker", "Docker Engine|Docker Desktop|Docker CLI|Docker"),
    _tool("Podman", "podman", "Podman"),
    _tool("Node.js", "node|nodejs", "Node.js|NodeJS|Node JS", "Node|node"),
    _tool("npm", "npm", "npm"),
    _tool("pnpm", "pnpm", "pnpm"),
    _tool("Yarn", "yarn", "Yarn"),
    _tool("Bun", "bun", "", "Bun|bun"),
    _tool("Deno", "deno", "Deno"),
    _tool("TypeScript", "tsc", "TypeScript compiler|tsc"),
    _tool("Wrangler", "wrangler", "Wrangler CLI|Wrangler"),
    _tool("rustup", "rustup", "rustup"),
    _tool("Cargo", "cargo", "", "Cargo|cargo"),
    _tool("Rust", "rustc", "rustc|Rust toolchain|Rust compiler", "Rust|rust"),
    _tool("Go", "go", "Golang|Go toolchain", "Go|go"),
    _tool("Python", "python3|python", "Python"),
    _tool("pip", "pip3|pip", "pip3", "pip"),
    _tool("uv", "uv", "", "uv"),
    _tool("Poetry", "poetry", "", "Poetry|poetry"),
    _tool("Pipenv", "pipenv", "pipenv"),
    _tool("pre-commit", "pre-commit", "", "pre-commit"),
    _tool("Java", "java", "OpenJDK|JDK|JRE|Java SE", "Java|java"),
    _tool("Maven", "mvn", "Apache Maven|mvn", "Maven|maven"),
    _tool("Gradle", "gradle", "Gradle"),
    _tool("Kotlin", "kotlinc", "kotlinc|Kotlin compiler", "Kotlin"),
    _tool("Scala", "scala", "", "Scala"),
    _tool("Bundler", "bundle", "bundler"),
    _tool("Ruby", "ruby", "", "Ruby|ruby"),
    _tool("Composer", "composer", "", "Composer|composer"),
    _tool("PHP", "php", "PHP"),
    _tool("Perl", "perl", "", "Perl|perl"),
    _tool(".NET", "dotnet", r".NET Core SDK|.NET SDK|.NET Core|.NET|dotnet"),
    _tool("Elixir", "elixir", "", "Elixir|elixir"),
    _tool("Erlang", "erl", "Erlang/OTP|Erlang"),
    _tool("GHC", "ghc", "ghc|Haskell compiler"),
    _tool("Flutter", "flutter", "Flutter SDK", "Flutter|flutter"),
    _tool("Dart", "dart", "Dart SDK", "Dart|dart"),
    _tool("Swift", "swift", "Swift toolchain", "Swift|swift"),
    _tool("Zig", "zig", "", "Zig|zig"),
    _tool("Julia", "julia", "", "Julia|julia"),
    _tool("kubectl", "kubectl", "Kubernetes CLI|kubectl"),
    _tool("Helm", "helm", "", "Helm|helm"),
    _tool("Minikube", "minikube", "Minikube"),
    _tool("Terraform", "terraform", "Terraform CLI|Terraform"),
    _tool("Ansible", "ansible", "Ansible"),
    _tool("Pulumi", "pulumi", "Pulumi CLI|Pulumi"),
    _tool("AWS CLI", "aws", "AWS CLI|AWS command line"),
    _tool("Google Cloud CLI", "gcloud", "Google Cloud CLI|Google Cloud SDK|gcloud CLI|gcloud"),
    _tool("Azure CLI", "az", "Azure CLI"),
    _tool("GitHub CLI", "gh", "GitHub CLI|gh CLI"),
    _tool("GitLab CLI", "glab", "GitLab CLI|glab"),
    _tool("Git LFS", "git-lfs", "Git LFS|git-lfs"),
    _tool("Git", "git", "Git CLI", "Git|git"),
    _tool("PostgreSQL", "psql", "PostgreSQL client|Postgres client|PostgreSQL|Postgres|psql|TimescaleDB"),
    _tool("MySQL", "mysql", "MySQL client|MySQL"),
    _tool("MariaDB", "mariadb|mysql", "MariaDB client|MariaDB"),
    _tool("SQLite", "sqlite3", "SQLite3|SQLite"),
    _tool("Redis", "redis-cli|redis-server", "Redis CLI|redis-server|redis-cli|Redis"),
    _tool("MongoDB", "mongosh|mongod|mongo", "MongoDB Shell|mongosh|MongoDB"),
    _tool("CMake", "cmake", "CMake"),
    _tool("Make", "make|gmake", "GNU Make", "Make|make"),
    _tool("GCC", "gcc", "GCC"),
    _tool("Clang", "clang", "Clang"),
    _tool("a C compiler", "cc|gcc|clang", "C compiler"),
    _tool("Ninja", "ninja", "Ninja build", "Ninja|ninja"),
    _tool("Homebrew", "brew", "Homebrew|brew"),
    _tool("jq", "jq", "jq"),
    _tool("yq", "yq", "yq"),
    _tool("curl", "curl", "curl"),
    _tool("wget", "wget", "wget"),
    _tool("FFmpeg", "ffmpeg", "FFmpeg"),
    _tool("ImageMagick", "magick|convert", "ImageMagick"),
    _tool("protoc", "protoc", "Protocol Buffers compiler|Protobuf compiler|protoc"),
    _tool("OpenSSL", "openssl", "OpenSSL"),
    _tool("ShellCheck", "shellcheck", "ShellCheck"),
    _tool("Bash", "bash", "bash"),
    _tool("Zsh", "zsh", "zsh"),
    _tool("VS Code", "code", "Visual Studio Code|VS Code|VSCode"),
    _tool("Xcode", "xcodebuild", "Xcode Command Line Tools|Xcode"),
    _tool("Claude Code", "claude", "Claude Code CLI|Claude Code|Claude CLI"),
)  # fmt: skip

# What of the text of a tool's answer is its version, where the first dotted number is not.
_DOTTED = r"\d+(?:\.\d+)+"
ANSWERS: Mapping[str, str] = {
    "java": r'version "([^"\s]+)"',
    "go": r"\bgo(\d[\w.]*)",
    "elixir": r"Elixir (\d[\w.]*)",
    "ghc": r"version (\d[\w.]*)",
    "kubectl": rf"Client Version\D{{0,40}}({_DOTTED})",
    "erl": r"(\d+(?:\.\d+)*)",
    "perl": rf"\(v({_DOTTED})\)",
}
# How a program is asked, where it is not `--version`.
_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("go", "terraform", "hugo", "zig", "dolt", "openssl", "pulumi", "minikube", "wails"), ("version",)
    ),
    **dict.fromkeys(("java", "javac", "ffmpeg", "ffprobe", "xcodebuild", "kotlinc", "scala"), ("-version",)),
    **dict.fromkeys(("mvn", "lua", "nginx", "unzip"), ("-v",)),
    **dict.fromkeys(("tmux", "ssh"), ("-V",)),
    "kubectl": ("version", "--client"),
    "helm": ("version", "--short"),
    "erl": ("-noshell", "-eval", "io:put_chars(erlang:system_info(otp_release)), halt()."),
    "7z": ("i",),
}
# They do something whatever they are told, so they are looked for and never asked.
NEVER_ASKED = frozenset((
    "alias", "at", "bg", "builtin", "cd", "chroot", "command", "crontab", "dd", "doas", "eject", "env",
    "eval", "exec", "exit", "export", "fdisk", "halt", "init", "kill", "killall", "killall5", "login",
    "logout", "mkfs", "mkswap", "nohup", "open", "passwd", "pkill", "poweroff", "printf", "reboot", "rm",
    "rmdir", "shred", "shutdown", "source", "start", "startx", "su", "sudo", "swapoff", "swapon", "sync",
    "telinit", "test", "time", "timeout", "touch", "trap", "truncate", "umount", "unlink", "visudo", "wall",
    "watch", "xargs", "xdg-open", "yes",
))  # fmt: skip

_BY_NAME: dict[str, Known] = {}
_BY_PROGRAM: dict[str, Known] = {}
for _known in TOOLS:
    for _name in (*_known.names, *_known.cased):
        _BY_NAME.setdefault(_name.lower(), _known)
    if not _known.subcommand:
        for _name in _known.programs:
            _BY_PROGRAM.setdefault(_name, _known)
_LOOSE = sorted((name for known in TOOLS for name in known.names), key=len, reverse=True)
_CASED = sorted((name for known in TOOLS for name in known.cased), key=len, reverse=True)
_MENTION = re.compile(
    r"(?<![\w./@-])(?:(?i:{})|{})(?![\w/+-]|\.\w)|(?<=`)(?:{})(?=`)".format(
        *("|".join(map(re.escape, names)) for names in (_LOOSE, _CASED, sorted(_BY_PROGRAM)))
    ),
    re.ASCII,  # or the letters K and s would have doubles that no table knows
)


def mentions(text: str) -> Iterator[tuple[int, int, Known]]:
    """The tools that a text names, with where each name begins and ends, in order."""
    for found in _MENTION.finditer(text):
        known = _BY_NAME.get(found[0].lower()) or _BY_PROGRAM[found[0]]
        yield found.start(), found.end(), known


def by_program(program: str) -> Known | None:
    """The tool that a program belongs to, None where it is none that is known."""
    return _BY_PROGRAM.get(program)


def question_for(program: str) -> tuple[str, ...]:
    """The arguments that make a program tell its version; none where it must not be asked."""
    return (
        ()
        if program in NEVER_ASKED or program.startswith("mkfs.")
        else _QUESTIONS.get(program, ("--version",))
    )


def is_plain(program: str) -> bool:
    """Whether it is a program's name and nothing else: no path, no option, nothing for a shell."""
    return bool(PLAIN.fullmatch(program)) and any(letter.isalnum() for letter in program)
