from setuptools import setup
setup(name="plainsearch", install_requires=["whoosh"])
