def minimax(board, depth, maximizing):
    return best

class MiniMax:
    def __init__(self, depth): self.depth = depth
