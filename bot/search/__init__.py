"""Finding what was said: tantivy proposes, RapidFuzz decides."""
