"""A season at its desk and its counter, whatever shows it: what is asked, what keys do, what a redemption comes to."""
