import googlemaps
g = googlemaps.Client(key=k)
