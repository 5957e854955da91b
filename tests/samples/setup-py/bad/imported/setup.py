from harbour import config, NAME
from setuptools import setup

setup(name=NAME, **config)
