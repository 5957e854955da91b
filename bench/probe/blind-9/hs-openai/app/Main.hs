module Main where
import OpenAI.V1 (Methods(..), getClientEnv, makeMethods)
main = getClientEnv "https://api.openai.com" >>= print . const ()
