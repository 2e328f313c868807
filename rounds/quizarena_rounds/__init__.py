"""The round kinds that come with QuizArena, plug-ins like anybody else's."""
