from setuptools import find_packages
from harbour import build

build()
