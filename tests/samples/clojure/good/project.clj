(defproject desk "0.1.0"
  :dependencies [[northwind/client "2.3.1"] ; ours
                 [gale "1.0.0" :exclusions [a/b]]]
  :plugins [[lein-northwind "0.2"]])
