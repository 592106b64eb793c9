"""Commit message → claims and learnings, and what a history of them leaves standing (DESIGN section 3)."""

from chrono_git.trailers.lines import KEYS, Scan, TrailerLine, scan
from chrono_git.trailers.message import (
    Learning,
    Message,
    branch_guide,
    default_guide,
    parse_message,
    with_guide,
)
from chrono_git.trailers.standing import Standing, reverted, standing_claims
from chrono_git.trailers.values import subject_claims, subject_guide

__all__ = [
    "KEYS",
    "Learning",
    "Message",
    "Scan",
    "Standing",
    "TrailerLine",
    "branch_guide",
    "default_guide",
    "parse_message",
    "reverted",
    "scan",
    "standing_claims",
    "subject_claims",
    "subject_guide",
    "with_guide",
]
