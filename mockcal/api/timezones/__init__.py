"""Cities and their time zones.

`cities.csv` (name, zone, people) has the cities of 100 000 and more, capitals, and the largest place of every other zone, from
GeoNames (https://www.geonames.org), licensed under CC BY 4.0.
"""
