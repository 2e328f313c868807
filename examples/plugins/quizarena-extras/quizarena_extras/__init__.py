"""Four small rules that QuizArena finds by entry points, one module each."""
