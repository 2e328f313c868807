"""The desk's session: its dialogs, what they record, and what can be done now, in texts and values."""
