"""The quiz (有问必答): a family of sections, each a round kind in its own module, sharing facts and course."""
