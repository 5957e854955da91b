module Mistral where

import Network.HTTP.Simple

request :: Request
request = parseRequest_ "POST https://api.mistral.ai/v1/chat/completions"
