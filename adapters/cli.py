"""The `jensen` command: what can be typed after it, and what comes of errors."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeAlias

from bot.errors import BotError
from bot.home import home_folder

# Modules are imported by the command that needs them: asking a question takes a third of the
# time that importing everything would.

USAGE_ERROR = 2
_INTERRUPTED, _PIPE_CLOSED = 130, 141  # 128 and the number of the signal, as shells have it
_LIMIT_MAX = 10

_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0 when all went well, 1 when nothing was found or something has to be mended, 2 for what
    cannot be done as it was asked.
    """
    try:
        options = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except BotError as error:
        sys.stderr.write(f"jensen: {error}\n")
        return USAGE_ERROR
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        from adapters.terminal import abandon_output

        abandon_output()
        return _PIPE_CLOSED


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and end."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="jensen",
        description="Finds what somebody really said, word for word.",
        epilog="`jensen COMMAND --help` shows an example of each.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    _add_asking(commands)
    _add_serving(commands)
    library = _command(commands, "library", "the transcripts: list, add, remove, ...", "list")
    _add_library(library.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser))
    slack = _command(commands, "slack", "what Slack needs to know of the bot: manifest", "manifest")
    _add_slack(slack.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser))
    return parser


def _command(
    commands: _Commands, name: str, summary: str, example: str, *, group: str = "jensen"
) -> _Parser:
    """Add a command with its help, which ends in an example."""
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {group} {name} {example}".rstrip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_asking(commands: _Commands) -> None:
    ask = _command(
        commands, "ask", "find what was really said", 'quantum computing --speaker "Jensen Huang"'
    )
    ask.add_argument("text", nargs="*", metavar="TEXT", help="what you half remember")
    ask.add_argument(
        "--limit",
        type=_limit,
        metavar=f"1..{_LIMIT_MAX}",
        help="show so many passages, the best first; 1 by default, 10 with --batch",
    )
    ask.add_argument("--json", action="store_true", help="write the passages as JSON")
    ask.add_argument(
        "--batch",
        action="store_true",
        help='answer each line of standard input, {"qid": ..., "query": "..."}, with one of JSON',
    )
    ask.add_argument("--explain", action="store_true", help="say why a passage was chosen")
    verify = _command(commands, "verify", "tell whether something was said", "the more you buy")
    verify.add_argument("text", nargs="+", metavar="TEXT", help="the words that were claimed")
    quote = _command(commands, "quote", "show something worth quoting", '--speaker "Jensen Huang"')
    for command, name in ((ask, "ask"), (verify, "verify"), (quote, "quote")):
        command.add_argument("--speaker", metavar="NAME", help="only what this speaker said")
        command.add_argument("--transcript", metavar="ID", help="only from this transcript")
        command.set_defaults(command=_asking(name))


def _add_serving(commands: _Commands) -> None:
    chat = _command(commands, "chat", "talk to the bot in this terminal", "")
    chat.set_defaults(command=_chat)
    run = _command(commands, "run", "start Discord, Slack or both, as their tokens are set", "")
    run.set_defaults(command=_run)
    doctor = _command(commands, "doctor", "check that everything works and name what to mend", "")
    doctor.set_defaults(command=_doctor)
    discord = _command(commands, "discord", "invite the bot, register its commands", "invite")
    actions = discord.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    for name, summary in (
        ("invite", "print the links that add the bot to a server or to an account"),
        ("sync", "register the commands now; `jensen run` does so when they changed"),
    ):
        action = _command(actions, name, summary, "", group="jensen discord")
        action.set_defaults(command=_discord(name))


def _add_library(actions: _Commands) -> None:
    def action(name: str, summary: str, example: str) -> _Parser:
        parser = _command(actions, name, summary, example, group="jensen library")
        parser.set_defaults(command=_library(name))
        return parser

    action("list", "list the transcripts", "")
    show = action("show", "show what is known of a transcript", "gradient-dissent-jensen-huang")
    show.add_argument("id", metavar="ID")
    for name, summary, example in (
        ("add", "add transcripts, or replace those that changed", "episodes.jsonl.gz talks/"),
        ("check", "show what would be added, and what is wrong with it", "episodes.jsonl.gz"),
    ):
        reading = action(name, summary, example)
        reading.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder of them")
    remove = action("remove", "remove transcripts", "gradient-dissent-jensen-huang")
    remove.add_argument("ids", nargs="+", metavar="ID")
    export = action("export", "write transcripts as JSON Lines, all by default", "> library.jsonl")
    export.add_argument("ids", nargs="*", metavar="ID")
    action("reindex", "build the search index anew", "")


def _add_slack(actions: _Commands) -> None:
    manifest = _command(
        actions, "manifest", "print the manifest that makes the app", "", group="jensen slack"
    )
    manifest.add_argument(
        "--http",
        nargs="?",
        const="https://YOUR-HOST",
        metavar="URL",
        help="for HTTP instead of Socket Mode, and where Slack reaches the bot",
    )
    manifest.set_defaults(command=_slack_manifest)


def _limit(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= _LIMIT_MAX:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_LIMIT_MAX}")


def _asking(name: str) -> Callable[[argparse.Namespace], int]:
    def command(options: argparse.Namespace) -> int:
        from adapters import cli_asking

        commands = {"ask": cli_asking.ask, "verify": cli_asking.verify, "quote": cli_asking.quote}
        return commands[name](options)

    return command


def _library(name: str) -> Callable[[argparse.Namespace], int]:
    def command(options: argparse.Namespace) -> int:
        from adapters import cli_library

        return cli_library.ACTIONS[name](options)

    return command


def _chat(_: argparse.Namespace) -> int:
    from adapters.console.chat import chat
    from adapters.terminal import open_bot

    return chat(open_bot(), home_folder(os.environ))


def _doctor(_: argparse.Namespace) -> int:
    from adapters.doctor import doctor

    return doctor()


def _slack_manifest(options: argparse.Namespace) -> int:
    import json

    from adapters.slack.manifest import manifest
    from adapters.terminal import write
    from bot.settings import load_settings

    made = manifest(load_settings().jensen_command, base_url=options.http)
    write([json.dumps(made, indent=2)])
    return 0


def _discord(name: str) -> Callable[[argparse.Namespace], int]:
    def command(_: argparse.Namespace) -> int:
        from adapters import cli_discord

        return cli_discord.ACTIONS[name]()

    return command


def _run(_: argparse.Namespace) -> int:
    from adapters.logs import configure_logging
    from adapters.running import run
    from bot.settings import load_settings

    settings = load_settings()
    configure_logging(settings.jensen_log_level, settings.jensen_log_format, sys.stderr)
    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
