"""The sections (题型) of the quiz, a module each; entry points name them."""
