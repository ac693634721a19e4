"""Who asks, and where: opaque to the core, built by adapters only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was asked: a channel of a guild or workspace on one platform."""

    platform: str
    tenant: str
    channel: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who uses the bot; `id` is unique within a platform's tenant."""

    id: str
    name: str
