"""The catalogue: occupations, places, majors, dated policy rows and the names of closed vocabularies.

Facts live in `files/`: `national/` holds for the whole country, one more folder for the province that is served.
"""
