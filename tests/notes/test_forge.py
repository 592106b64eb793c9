"""From the URL of a remote to the pages of its forge."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chrono_git.notes.forge import Forge, ForgeKind, forge_of, web_url

KINDS: list[ForgeKind] = ["github", "gitlab", "gitea", "bitbucket", "sourcehut"]


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.org/owner/name.git", "https://example.org/owner/name"),
        ("https://user:secret@example.org:8443/a/b/", "https://example.org:8443/a/b"),
        ("https://user:p@ss@example.org/a/b", "https://example.org/a/b"),
        ("http://example.org/name", "https://example.org/name"),
        ("http://example.org:3000/a/b.git", "http://example.org:3000/a/b"),
        ("git@example.org:owner/name.git", "https://example.org/owner/name"),
        ("example.org:owner/name", "https://example.org/owner/name"),
        ("git@example.org:/owner/name.git/", "https://example.org/owner/name"),
        ("git@git.sr.ht:~owner/name", "https://git.sr.ht/~owner/name"),
        ("[git@example.org:2222]:owner/name.git", "https://example.org/owner/name"),
        ("ssh://git@example.org:2222/owner/name.git", "https://example.org/owner/name"),
        ("git+ssh://git@example.org/owner/name", "https://example.org/owner/name"),
        ("git://example.org/name.git", "https://example.org/name"),
        ("ssh://git@ssh.github.com:443/owner/name.git", "https://github.com/owner/name"),
        ("git@github.com-work:owner/name.git", "https://github.com/owner/name"),
        ("https://EXAMPLE.org/Owner/Name", "https://example.org/Owner/Name"),
        ("https://example.org/a/my%20name", "https://example.org/a/my%20name"),
        ("https://example.org/a/100%", "https://example.org/a/100%25"),
        ("https://example.org/a/my name", "https://example.org/a/my%20name"),
        ("https://example.org/a/b?c=d#e", "https://example.org/a/b"),
        ("https://example.org/ö/名", "https://example.org/%C3%B6/%E5%90%8D"),
        ("file:///srv/git/name.git", None),
        ("/srv/git/name.git", None),
        ("../name", None),
        ("C:/src/name", None),
        (r"C:\src\name", None),
        ("https://example.org/", None),
        ("https://example.org/../name", None),
        ("https://exa\x1bmple.org/name", None),
        ("https://example.org/a/b\n", None),
        ("https://example.org/a\udcff/b", None),
        ("https://[::1]/name", None),
        ("https://[::1/name", None),
        ("https://exam)ple.org/a/b", None),
        ("javascript://example.org/a/b", None),
        ("javascript:alert(1)", "https://javascript/alert%281%29"),
        ("ext::sh -c echo", None),
        ("", None),
    ],
)
def test_page_of_a_forge(url: str, page: str | None) -> None:
    assert web_url(url) == page


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("git@github.com:owner/name.git", "github"),
        ("https://www.github.com/owner/name", "github"),
        ("https://github.example.com/owner/name", "github"),
        ("https://gitlab.com/group/deeper/name.git", "gitlab"),
        ("ssh://git@gitlab.gnome.org:22/GNOME/gtk", "gitlab"),
        ("https://x-gitlab.example.org/a/b", "gitlab"),
        ("https://user:token@bitbucket.org/owner/name", "bitbucket"),
        ("git@codeberg.org:owner/name", "gitea"),
        ("https://gitea.com/owner/name", "gitea"),
        ("https://gitea.example.org:3000/owner/name", "gitea"),
        ("https://forgejo.example.org/owner/name", "gitea"),
        ("https://git.sr.ht/~owner/name", "sourcehut"),
        ("https://bitbucket.example.org/scm/project/name.git", None),
        ("https://gist.github.com/owner/0123456789", None),
        ("https://example.org/github/gitlab", None),
        ("github:owner/name", None),
        ("git@gitlab:group/name", None),
        ("https://github.com/owner", None),
        ("javascript:a/alert(1)", None),
        ("/srv/github.com/owner/name", None),
    ],
)
def test_kind_of_a_forge(url: str, kind: ForgeKind | None) -> None:
    found = forge_of(url)
    assert (found and found.kind) == kind
    assert found is None or found.url == web_url(url)


def test_kind_that_only_people_know() -> None:
    assert forge_of("https://code.example.org/a/b", "gitea") == Forge("gitea", "https://code.example.org/a/b")
    assert forge_of("git@gitlab:group/name", "gitlab") == Forge("gitlab", "https://gitlab/group/name")
    assert forge_of("https://github.com/a/b", "gitlab") == Forge("gitlab", "https://github.com/a/b")
    assert forge_of("/srv/git/a/b", "gitea") is None


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("github", ["/commit/abc", "/compare/v1...v2", "/releases/tag/v1", "/tree/v1", "/pull/7"]),
        (
            "gitlab",
            ["/-/commit/abc", "/-/compare/v1...v2", "/-/tags/v1", "/-/tree/v1", "/-/merge_requests/7"],
        ),
        ("gitea", ["/commit/abc", "/compare/v1...v2", "/releases/tag/v1", "/src/tag/v1", "/pulls/7"]),
        (
            "bitbucket",
            ["/commits/abc", "/branches/compare/v2..v1", "/commits/tag/v1", "/src/v1", "/pull-requests/7"],
        ),
        ("sourcehut", ["/commit/abc", None, "/refs/v1", "/tree/v1", None]),
    ],
)
def test_pages(kind: ForgeKind, pages: list[str | None]) -> None:
    forge = Forge(kind, "https://example.org/a/b")
    found = [
        forge.commit("abc"),
        forge.compare("v1", "v2"),
        forge.release("v1"),
        forge.tree("v1"),
        forge.pull(7),
    ]
    assert found == [page and f"https://example.org/a/b{page}" for page in pages]


def test_a_tag_is_encoded() -> None:
    forge = Forge("github", "https://github.com/a/b")
    assert forge.release("@nova/cli@1.0").endswith("/releases/tag/%40nova/cli%401.0")
    assert forge.release("a)b \"<'#?").endswith("/releases/tag/a%29b%20%22%3C%27%23%3F")
    assert forge.release("caf\udce9").endswith("/releases/tag/caf%E9")
    assert forge.compare("a#b", "c&d") == "https://github.com/a/b/compare/a%23b...c%26d"


parts = st.sampled_from(
    [
        *["https://", "http://", "ssh://", "git@", "user:pw@", "github.com", "gitlab.x.org", ":", "/", "//"],
        *[
            "javascript:",
            "data:",
            ")",
            "](",
            '"',
            "'",
            "<",
            ">",
            "\n",
            "\r",
            "\t",
            "\\",
            " ",
            "%0a",
            "%",
            "#",
        ],
        *["owner", "name", ".git", "[", "]", "..", "?", "\u202e", "\x1b[2J", "é", "`", "*"],
    ]
)
SAFE = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9%._~/-]+)+")


@given(st.lists(parts, max_size=12).map("".join) | st.text(), st.text(max_size=8), st.sampled_from(KINDS))
@example("https://github.com/a/b](x)", "v1)", "github")
@example('git@github.com:a/b" onclick="', "\"'", "github")
def test_no_url_leaves_its_link(url: str, ref: str, kind: ForgeKind) -> None:
    forge = forge_of(url, kind)
    if forge is None:
        return
    for page in [forge.url, forge.commit(ref), forge.compare(ref, ref), forge.release(ref), forge.tree(ref)]:
        assert page is None or SAFE.fullmatch(page + ("x" if page.endswith("/") else ""))
        assert page is None or urlsplit(page).hostname == urlsplit(forge.url).hostname
    page = forge.release(ref)
    (paragraph,) = [token for token in MarkdownIt().parse(f"[a]({page})") if token.type == "inline"]
    assert [token.type for token in paragraph.children or ()] == ["link_open", "text", "link_close"]
    assert unquote(page, errors="surrogateescape").endswith(ref)


def test_a_long_url_takes_no_time() -> None:
    for long in (
        "a" * 100_000,
        "a@" * 50_000,
        "%" * 100_000,
        "https://x.org/" + "a/" * 50_000,
        "[" * 100_000,
    ):
        forge_of(long, "gitea")
