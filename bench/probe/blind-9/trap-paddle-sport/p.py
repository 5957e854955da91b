paddle = Paddle(x=10)
paddle.move()
