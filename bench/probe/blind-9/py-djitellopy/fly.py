from djitellopy import Tello
t = Tello()
t.connect(); t.takeoff()
