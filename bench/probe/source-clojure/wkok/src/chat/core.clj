(ns chat.core
  (:require [wkok.openai-clojure.api :as api]))

(defn ask [text]
  (api/create-chat-completion {:model "gpt-4o-mini" :messages [{:role "user" :content text}]}))
