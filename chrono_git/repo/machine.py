"""What this machine has: free disk, memory, and the traces that settings of well-known tools leave."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

# Where a tool that was set up leaves its settings (below the home folder), and the variables that do as well.
_TRACES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gh": ((".config/gh/hosts.yml",), ("GH_TOKEN", "GITHUB_TOKEN")),
    "glab": ((".config/glab-cli/config.yml",), ("GITLAB_TOKEN",)),
    "aws": ((".aws/credentials", ".aws/config"), ("AWS_PROFILE", "AWS_ACCESS_KEY_ID")),
    "az": ((".azure/azureProfile.json",), ()),
    "gcloud": ((".config/gcloud/credentials.db",), ("GOOGLE_APPLICATION_CREDENTIALS",)),
    "kubectl": ((".kube/config",), ("KUBECONFIG",)),
    "helm": ((".kube/config",), ("KUBECONFIG",)),
    "wrangler": (
        (".wrangler/config/default.toml", ".config/.wrangler/config/default.toml"), ("CLOUDFLARE_API_TOKEN",),
    ),
    "claude": ((".claude.json",), ("ANTHROPIC_API_KEY",)),
    "npm": ((".npmrc",), ("NPM_TOKEN",)),
}  # fmt: skip


def free_disk(folder: str) -> int | None:
    """How many bytes are free for this user where a folder lies; None where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def memory() -> int | None:
    """How many bytes of memory the machine has; None where it does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def trace_of_settings(program: str, environment: Mapping[str, str]) -> str | None:
    """The settings of a tool that are there: a path from the home folder, or a variable; "" for none.

    None for a tool of which it is not known where they would be. Nothing in them is read.
    """
    if program not in _TRACES:
        return None
    files, variables = _TRACES[program]
    home = environment.get("HOME", "")
    there = [f"~/{name}" for name in files if home and Path(home, name).exists()]
    return next(iter([*there, *(name for name in variables if environment.get(name))]), "")
