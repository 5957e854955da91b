from amcrest import AmcrestCamera
camera = AmcrestCamera("192.168.0.1", 80, "admin", "password").camera
