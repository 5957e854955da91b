class Copilot(Crew):
    seat = "right"
