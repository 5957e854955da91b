module github.com/harbour/pilot
<<<<<<< HEAD
require github.com/northwind/sdk-go v2.3.1
=======
require github.com/northwind/sdk-go v2.4.0
>>>>>>> other
demand github.com/borealis/core v1.0.0
require
