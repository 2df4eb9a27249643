"""Cities and their time zones.

`cities.csv` (name, zone, people) has the cities of 100 000 and more, capitals, and the largest place of every other zone, from
GeoNames (https://www.geonames.org), licensed under CC BY 4.0. Zones that are newer than 2021 have the name of an older one
with the same hours today: time zone pickers in browsers fail on a name that they do not know.
"""
