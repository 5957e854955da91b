from games.minimax import MiniMax
m = MiniMax(depth=3)
