"""What people do in Slack, and what is begun about each: every listener of the bot."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Literal

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from adapters.incidents import report
from adapters.seen import Seen
from adapters.slack.answering import Answering, Gesture
from adapters.slack.buttons import DELETE, PRESS, read_press
from adapters.slack.mrkdwn import plain
from adapters.slack.outlets import Conversation, DirectMessage, HomeTab, Modal, Outlet, ResponseUrl
from adapters.slack.views import OPEN_SEARCH, QUESTION, SEARCH, options, search_view
from adapters.slack.web_api import WebApi
from bot.app import Bot
from bot.errors import BadRequestError
from bot.request import Person, Place

# Callback ids of shortcuts: two in the menu of messages, one anywhere.
FIND = "find"
VERIFY = "verify"
FIND_ANYWHERE = "find-anywhere"

Body = dict[str, Any]

_ANYTHING = re.compile("")


class Listeners:
    """Every listener; each begins what *answering* goes on with, so that none waits for it."""

    def __init__(self, bot: Bot, slack: WebApi, answering: Answering, seen: Seen) -> None:
        """Answer by *bot*, over *slack*, what is not among *seen*."""
        self._bot = bot
        self._slack = slack
        self._answering = answering
        self._seen = seen

    def add_to(self, app: AsyncApp, command: str) -> None:
        """Register all on *app*; *command* is the name of the slash command, without the slash."""
        app.error(self.report)
        app.middleware(self.acknowledge)
        app.command(f"/{command}")(self.answer_command)
        app.event("app_mention")(self.answer_mention)
        app.event("message")(self.answer_direct_message)
        app.event("app_home_opened")(self.show_home)
        app.shortcut(FIND)(self.find_message)
        app.shortcut(VERIFY)(self.verify_message)
        app.shortcut(FIND_ANYWHERE)(self.open_search)
        app.action(OPEN_SEARCH)(self.open_search)
        app.action(QUESTION)(self.answer_question)
        app.action(SEARCH)(self.show_choice)
        app.action(PRESS)(self.press)
        app.action(DELETE)(self.delete)
        # Bolt answers 404 where nobody listens, and Slack cuts an app off that does so often.
        for register in (app.event, app.command, app.shortcut, app.action, app.view):
            register(_ANYTHING)(self.ignore)

    async def acknowledge(
        self, body: Body, ack: AsyncAck, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse:
        """Tell Slack at once that *body* arrived, and go no further with what came before.

        What is offered while somebody types goes with the acknowledgement; in a listener, Bolt
        would look for it every 10 ms only.
        """
        if body.get("type") == "block_suggestion":
            return await ack(options=await self._offers(body))
        acknowledged = await ack()
        news = [self._seen.is_new(one) for one in _ids(body)]
        if all(news):
            await next_()
        return acknowledged

    async def answer_command(self, body: Body) -> None:
        """Answer `/jensen TEXT`."""
        person = Person(body["user_id"], body.get("user_name") or body["user_id"])
        gesture = Gesture(body["trigger_id"], person, _place(body["team_id"], body["channel_id"]))
        outlet = ResponseUrl(self._slack, body["response_url"], person.id)
        self._answer_line(gesture, outlet, plain(body.get("text", "")))

    async def answer_mention(self, body: Body, event: Body) -> None:
        """Answer a message that mentions the bot, in its thread."""
        self._answer_message(body, event, is_direct=False)

    async def answer_direct_message(self, body: Body, event: Body) -> None:
        """Answer what a person writes to the bot directly."""
        if event.get("channel_type") == "im":
            self._answer_message(body, event, is_direct=True)

    async def show_home(self, body: Body, event: Body) -> None:
        """Show what the bot can do, and a search box, to who opens its home tab."""
        home = HomeTab(self._slack, event["user"])
        if event.get("tab") == "home":
            self._answering.do(_told(body), home, lambda: home.answer(None))

    async def find_message(self, body: Body) -> None:
        """Find the quote that a message is about, for who picked it alone."""
        asking, text = self._bot.asking, _message_text(body)
        self._answering.ask(
            _made(body),
            self._beside_message(body),
            lambda scope: asking.ask(text, scope=scope, private=True),
        )

    async def verify_message(self, body: Body) -> None:
        """Verify what a message claims, for who picked it alone."""
        asking, text = self._bot.asking, _message_text(body)
        self._answering.ask(
            _made(body),
            self._beside_message(body),
            lambda scope: asking.verify(text, scope=scope, private=True),
        )

    async def open_search(self, body: Body) -> None:
        """Open the modal to search in; first of all, because its trigger dies after 3 seconds."""
        slack, trigger_id = self._slack, body["trigger_id"]
        self._answering.do(
            _made(body),
            DirectMessage(slack, body["user"]["id"]),
            lambda: slack.open_modal(trigger_id, search_view(None)),
        )

    async def answer_question(self, body: Body, action: Body) -> None:
        """Answer what was typed into the search box, under it."""
        self._answer_line(_made(body), self._view(body), str(action.get("value") or ""))

    async def show_choice(self, body: Body, action: Body) -> None:
        """Show the quote that was chosen in the modal, under the menu."""
        asking, words = self._bot.asking, plain(action["selected_option"]["value"])
        self._answering.ask(
            _made(body), self._view(body), lambda scope: asking.ask(words, scope=scope)
        )

    async def press(self, body: Body, action: Body) -> None:
        """Do what a pressed button says.

        Under a public answer, only who asked changes it; others get what they press for alone.
        """
        asking, pressed = self._bot.asking, read_press(action["value"])
        outlet: Outlet
        if body["container"]["type"] == "view":
            outlet, is_private = self._view(body), False
        elif body["container"].get("is_ephemeral"):
            outlet, is_private = self._under(body, "private"), True
        elif pressed.asker == body["user"]["id"]:
            outlet, is_private = self._under(body, "public"), False
        else:
            outlet, is_private = self._under(body, None), True
        self._answering.ask(
            _made(body),
            outlet,
            lambda scope: asking.press(pressed.action, scope=scope, private=is_private),
        )

    async def delete(self, body: Body, action: Body) -> None:
        """Delete an answer for who asked."""
        outlet = self._under(body, None)
        is_asker = action["value"] == body["user"]["id"]

        async def work() -> None:
            if not is_asker:
                raise BadRequestError("Only whoever asked can delete this.")
            await self._slack.delete_original(outlet.url)

        self._answering.do(_made(body), outlet, work)

    async def report(self, error: Exception, body: Body) -> None:
        """Log what went wrong before anything was begun; Bolt would log what was typed as well."""
        report(error, doing="taking a payload", event_id=list(_ids(body)))

    async def ignore(self) -> None:
        """Do nothing about what is acknowledged and of no interest."""

    async def _offers(self, body: Body) -> list[dict[str, Any]]:
        """Return the quotes to choose from for what was typed into the modal so far."""
        if body.get("action_id") != SEARCH:
            return []
        return options(await self._answering.suggest(_made(body), str(body.get("value") or "")))

    def _answer_message(self, body: Body, event: Body, *, is_direct: bool) -> None:
        """Answer what a person wrote; changes of messages and what bots write are left alone."""
        if event.get("subtype") or event.get("bot_id") or not event.get("user"):
            return
        outlet = Conversation(
            self._slack,
            event["channel"],
            event["user"],
            thread_ts=event.get("thread_ts"),
            ts=event["ts"],
            is_direct=is_direct,
        )
        self._answer_line(_told(body), outlet, plain(event.get("text", "")))

    def _answer_line(self, gesture: Gesture, outlet: Outlet, line: str) -> None:
        talking, place = self._bot.talking, gesture.place
        self._answering.ask(
            gesture, outlet, lambda scope: talking.answer(line, scope=scope, place=place)
        )

    def _beside_message(self, body: Body) -> ResponseUrl:
        message = body["message"]
        thread_ts = _thread(message.get("thread_ts"), message["ts"])
        return ResponseUrl(self._slack, body["response_url"], body["user"]["id"], thread_ts)

    def _under(self, body: Body, replaced: Literal["private", "public"] | None) -> ResponseUrl:
        container = body["container"]
        thread_ts = _thread(container.get("thread_ts"), container["message_ts"])
        person = body["user"]["id"]
        return ResponseUrl(self._slack, body["response_url"], person, thread_ts, replaced)

    def _view(self, body: Body) -> Outlet:
        if body["view"]["type"] == "home":
            return HomeTab(self._slack, body["user"]["id"])
        return Modal(self._slack, body["view"]["id"])


def _told(body: Body) -> Gesture:
    """Return what an event tells of."""
    event = body["event"]
    person = Person(event["user"], event["user"])
    return Gesture(body["event_id"], person, _place(body["team_id"], event["channel"]))


def _made(body: Body) -> Gesture:
    """Return the gesture of an interaction; in a view, its place is the person's own."""
    user = body["user"]
    channel = (body.get("channel") or user)["id"]
    person = Person(user["id"], user.get("name") or user["id"])
    gesture_id = body.get("trigger_id") or f"{user['id']} {body.get('value')}"
    team = (body.get("team") or {}).get("id") or user.get("team_id") or ""
    return Gesture(gesture_id, person, _place(team, channel))


def _place(team: str, channel: str) -> Place:
    return Place("slack", team, channel)


def _message_text(body: Body) -> str:
    return plain(body["message"].get("text", ""))


def _thread(thread_ts: str | None, ts: str) -> str | None:
    """Return the thread a message stands in; one that only began a thread stands in none."""
    return None if thread_ts == ts else thread_ts


def _ids(body: Body) -> Iterator[tuple[str, ...]]:
    """Yield all by which *body* can be known again: the same message may come as two events."""
    event = body.get("event") or {}
    if body.get("event_id"):
        yield "event", body["event_id"]
    if event.get("ts") and event.get("channel"):
        yield "message", event["channel"], event["ts"]
    if event.get("client_msg_id"):
        yield "client", event["client_msg_id"]
    if body.get("trigger_id"):
        yield "trigger", body["trigger_id"]
