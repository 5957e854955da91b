def minimax(board, depth, maximizing):
    if depth == 0 or board.over:
        return board.score()
    scores = [minimax(board.after(m), depth - 1, not maximizing) for m in board.moves()]
    return max(scores) if maximizing else min(scores)
