import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="mistral-small-latest", help="which model answers")
parser.add_argument("--temperature", type=float, default=0.2)
args = parser.parse_args()
