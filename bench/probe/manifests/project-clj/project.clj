(defproject desk "0.1.0"
  :dependencies [[org.clojure/clojure "1.11.1"]
                 [com.anthropic/anthropic-java "1.2.0"]])
