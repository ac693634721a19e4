"""What was said: transcripts, their readers and the library that keeps them."""
