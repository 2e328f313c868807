"""The judged scene (情景模拟): each team draws a topic, prepares, plays, and is marked by the judges."""
