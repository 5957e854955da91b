class Bard(Character):
    songs = ['ode']
