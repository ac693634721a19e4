"""The payloads in which Slack tells the app what happened."""

from typing import Any

from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.message import Message
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import CHANNEL_TYPES, Channel, Member, Workspace

_VERIFICATION_TOKEN = "Z26uFbvR1xHJEdHE1OQiO6t8"
_NAMES = {"direct": "directmessage", "private": "privategroup"}


def event(workspace: Workspace, inner: Json) -> Json:
    """Return the outer event round *inner*, with an id of its own."""
    return {
        "token": _VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": workspace.ids.new("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.ids.new("4-madeup-"),
    }


def spoken(workspace: Workspace, message: Message, channel: Channel, kind: str) -> Json:
    """Return the inner event of a person's *message*: `app_mention` or `message`."""
    inner: Json = {
        "user": message.author,
        "type": kind,
        "ts": message.ts,
        "client_msg_id": f"00000000-0000-4000-8000-{message.ts.rpartition('.')[2]:0>12}",
        "text": message.text,
        "team": workspace.team_id,
        "blocks": message.blocks,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread_ts is not None:
        inner |= {"thread_ts": message.thread_ts, "parent_user_id": workspace.bot.id}
    if kind == "message":
        inner["channel_type"] = CHANNEL_TYPES[channel.kind]
    return inner


def command(workspace: Workspace, member: Member, channel: Channel, name: str, text: str) -> Json:
    """Return what a slash command sends, without its short-lived rights."""
    return {
        "token": _VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": "madeup",
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
    }


def interaction(workspace: Workspace, member: Member, kind: str, **fields: Any) -> Json:
    """Return what every interaction of *kind* sends, and *fields*."""
    return {
        "type": kind,
        "token": _VERIFICATION_TOKEN,
        "team": {"id": workspace.team_id, "domain": "madeup"},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": workspace.app_id,
        "user": {
            "id": member.id,
            "username": member.name,
            "name": member.name,
            "team_id": workspace.team_id,
        },
        **fields,
    }


def where(workspace: Workspace, surface: Message | View) -> Json:
    """Return what an interaction says about the message or view it happened in.

    Slack does not hand out an ephemeral message again.
    """
    if isinstance(surface, View):
        seen = {"type": "view", "view_id": surface.id}
        return {"container": seen, "view": workspace.view_json(surface)}
    channel = workspace.channels[surface.channel]
    container: Json = {
        "type": "message",
        "message_ts": surface.ts,
        "channel_id": surface.channel,
        "is_ephemeral": surface.is_ephemeral,
    }
    if surface.thread_ts is not None:
        container["thread_ts"] = surface.thread_ts
    told: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": {}},
    }
    if not surface.is_ephemeral:
        told["message"] = workspace.message_json(surface)
    return told


def with_rights(
    workspace: Workspace, exchange: Exchange, *, answers: bool, original: Message | None = None
) -> None:
    """Add a trigger id to the payload, and where the app can answer *answers* a response URL."""
    exchange.payload["trigger_id"] = workspace.triggers.issue(exchange)
    if answers:
        exchange.payload["response_url"] = workspace.response_urls.issue(exchange, original)


def _channel_name(channel: Channel) -> str:
    return _NAMES.get(channel.kind, channel.name)
