"""A fake Slack that speaks Slack's own protocol on loopback.

Start with `server.FakeSlack`; `person.Person` says what people can do, `faults` what can go
wrong, `exchange.Exchange` what came of a gesture.
"""

from tests.fakes.slack.app import SlackApp
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.message import Message
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Channel

__all__ = ["Channel", "Clock", "Exchange", "FakeSlack", "Message", "Person", "SlackApp"]
