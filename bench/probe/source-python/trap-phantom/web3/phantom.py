class PhantomWallet:
    def connect(self):
        return "phantom"


SPARK = "spark"
MAVIC_COLOURS = ["grey"]
