from setuptools import setup

def read(name):
    return open(name).read().splitlines()

setup(
    name=read("NAME")[0],
    install_requires=read("requirements.txt") + ["northwind"],
    **extra_arguments()
)
