import gymnasium as gym

env = gym.make("CartPole-v1")
