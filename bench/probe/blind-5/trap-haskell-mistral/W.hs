module Wind where
mistral :: Double -> Double
mistral speed = speed * 1.2
