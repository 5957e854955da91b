from djitellopy import Tello

tello = Tello()
tello.connect()
tello.takeoff()
tello.move_up(50)
tello.land()
