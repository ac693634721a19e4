"""Transcripts made up for the tests of the library."""

from bot.transcripts.model import Details, Speaker, Transcript, Turn

ADA = Speaker("ada", "Ada Lovelace", aliases=("the countess",), role="guest", quotable=False)


def conversation(transcript_id: str, *said: str, title: str = "A conversation") -> Transcript:
    """Return a transcript in which Ada and nobody in particular take turns to say *said*."""
    turns = (
        Turn(transcript_id, number, None if number % 2 else "ada", text, number * 1.5 or None)
        for number, text in enumerate(said or ("Hello, engine.",))
    )
    return Transcript(Details(id=transcript_id, title=title, speakers=(ADA,)), tuple(turns))
