"""A remote's URL → the pages of the forge that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

ForgeKind = Literal["github", "gitlab", "gitea", "bitbucket", "sourcehut"]

# `git@host:path` and `[git@host:port]:path`, which are no URLs: git-fetch(1), "GIT URLS", and
# git's connect.c. A host of one letter is a drive of Windows.
_SCP_LIKE = re.compile(r"(?:[^@/:\[\]]+@)?(?P<host>[A-Za-z0-9.-]{2,}):(?P<path>[^:]+)")
_SCP_PORT = re.compile(r"\[(?:[^@/:\[\]]+@)?(?P<host>[A-Za-z0-9.-]{2,}):\d+\]:(?P<path>[^:]+)")
_HOST = re.compile(r"[A-Za-z0-9.-]+(?P<port>:\d+)?")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WORDS = re.compile(r"[.-]")

_HOSTS: Mapping[str, ForgeKind] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "codeberg.org": "gitea",
    "gitea.com": "gitea",
    "git.sr.ht": "sourcehut",
}
# What a host is called after. Not `bitbucket`: where somebody hosts that, its pages lie elsewhere.
_NAMES: Mapping[str, ForgeKind] = {
    "github": "github",
    "gitlab": "gitlab",
    "gitea": "gitea",
    "forgejo": "gitea",
}
# Hosts that answer SSH on the port of HTTPS, for networks that let nothing else out.
_SSH_HOSTS = ("ssh.github.com", "altssh.gitlab.com", "altssh.bitbucket.org")

_COMMIT: Mapping[ForgeKind, str] = {
    "github": "/commit/{}",
    "gitlab": "/-/commit/{}",
    "gitea": "/commit/{}",
    "bitbucket": "/commits/{}",
    "sourcehut": "/commit/{}",
}
_COMPARE: Mapping[ForgeKind, str] = {
    "github": "/compare/{old}...{new}",
    "gitlab": "/-/compare/{old}...{new}",
    "gitea": "/compare/{old}...{new}",
    "bitbucket": "/branches/compare/{new}..{old}",
}
# On GitLab the page of the tag: it shows the release, and is there without one too.
_RELEASE: Mapping[ForgeKind, str] = {
    "github": "/releases/tag/{}",
    "gitlab": "/-/tags/{}",
    "gitea": "/releases/tag/{}",
    "bitbucket": "/commits/tag/{}",
    "sourcehut": "/refs/{}",
}
_TREE: Mapping[ForgeKind, str] = {
    "github": "/tree/{}",
    "gitlab": "/-/tree/{}",
    "gitea": "/src/tag/{}",
    "bitbucket": "/src/{}",
    "sourcehut": "/tree/{}",
}
_PULL: Mapping[ForgeKind, str] = {
    "github": "/pull/{}",
    "gitlab": "/-/merge_requests/{}",
    "gitea": "/pulls/{}",
    "bitbucket": "/pull-requests/{}",
}


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository's page on a forge, without credentials (`https://github.com/owner/name`).

    The URLs that it gives hold letters, digits and `-._~/%:` only, so that they can stand in a
    Markdown link, in HTML and on a terminal, if `url` is one that `forge_of` gave.
    """

    kind: ForgeKind
    url: str

    def commit(self, oid: str) -> str:
        """The page of one commit."""
        return self.url + _COMMIT[self.kind].format(_encoded(oid))

    def compare(self, old: str, new: str) -> str | None:
        """The page of what is in `new` and not in `old` (tags, branches or ids); None where there is none."""
        shape = _COMPARE.get(self.kind)
        return None if shape is None else self.url + shape.format(old=_encoded(old), new=_encoded(new))

    def release(self, tag: str) -> str:
        """The page of a release, or of its tag where the forge has no releases."""
        return self.url + _RELEASE[self.kind].format(_encoded(tag))

    def tree(self, tag: str) -> str:
        """The files at a tag."""
        return self.url + _TREE[self.kind].format(_encoded(tag))

    def pull(self, number: int) -> str | None:
        """The page of a pull or merge request; None where the forge has none."""
        shape = _PULL.get(self.kind)
        return None if shape is None else self.url + shape.format(int(number))


def forge_of(remote_url: str, kind: ForgeKind | None = None) -> Forge | None:
    """Return the forge that a remote's URL belongs to, in any form that git-fetch(1) knows.

    `kind` says which it is where the host does not tell. None for a local path, for a host
    that is no known forge, and for a path that is no repository's (`owner/name` at least).
    """
    page = web_url(remote_url)
    if page is None:
        return None
    host, _, path = page.partition("://")[2].partition("/")
    if "/" not in path:
        return None
    known = kind or _kind_of(host.partition(":")[0])
    return None if known is None else Forge(known, page)


def web_url(url: str) -> str | None:
    """The page of a forge that a remote's URL belongs to, without credentials; None for a local path.

    It is a guess that holds for the usual forges: the same host and path over HTTPS. What a
    URL cannot hold as it is comes out percent-encoded.
    """
    if _UNPRINTABLE.search(url):
        return None
    scheme, host, path = _parts(url)
    # The port of SSH or of git's own protocol is not that of the pages.
    host = (host if scheme in ("http", "https") else host.partition(":")[0]).lower()
    path = path.strip("/").removesuffix(".git")
    found = _HOST.fullmatch(host)
    if not found or not path or any(part in ("", ".", "..") for part in path.split("/")):
        return None
    # HTTPS is not spoken on a port of its own that speaks HTTP.
    plain = scheme == "http" and found["port"]
    encoded = quote(_LONE_PERCENT.sub("%25", path), safe="/%")
    return f"{'http' if plain else 'https'}://{_page_host(host)}/{encoded}"


def _parts(url: str) -> tuple[str, str, str]:
    """(scheme, host with its port, path) of a remote's URL, all empty for a local path."""
    if "://" not in url:
        found = _SCP_LIKE.fullmatch(url) or _SCP_PORT.fullmatch(url)
        return ("ssh", found["host"], found["path"]) if found else ("", "", "")
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", ""
    if parts.scheme not in ("http", "https", "ssh", "git", "git+ssh"):
        return "", "", ""
    return parts.scheme, parts.netloc.rpartition("@")[2], parts.path


def _page_host(host: str) -> str:
    """The host of the pages for one that SSH is asked at."""
    if host in _SSH_HOSTS:
        return host.partition(".")[2]
    # `github.com-work`: how people name a second account in ssh_config(5).
    return next((known for known in _HOSTS if host.startswith(f"{known}-")), host)


def _kind_of(host: str) -> ForgeKind | None:
    host = host.removeprefix("www.")
    if host in _HOSTS or "." not in host:
        return _HOSTS.get(host)
    words = _WORDS.split(host.partition(".")[0])
    return next((_NAMES[word] for word in words if word in _NAMES), None)


def _encoded(ref: str) -> str:
    """A ref as part of a URL's path. It may hold bytes that are no UTF-8, as surrogates."""
    return quote(ref.encode("utf-8", "surrogateescape"), safe="/")
