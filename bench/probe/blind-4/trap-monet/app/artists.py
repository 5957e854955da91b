ARTISTS = ["Claude Monet", "Camille Pissarro", "Berthe Morisot"]


def claude_paintings(db):
    return db.query("select title from paintings where artist = 'Claude Monet'")
