"""A made-up world on which ways of negotiating are compared: people with hidden means, calls, and what is then paid.

Only here may chance decide, seeded, and numpy be asked for it. How people judge, pay and break is told by other
formulas than those by which offers are weighed (odds.py), so that a figure measured here says something.
"""
