"""One reader a format: from a file's content to transcripts."""
