class Llama:
    def __init__(self, name, weight):
        self.name, self.weight = name, weight

    def shear(self):
        return self.weight * 0.03


HERD = [Llama("Dolly", 150), Llama("Qwen", 130)]
