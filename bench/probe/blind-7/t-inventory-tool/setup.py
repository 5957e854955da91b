from setuptools import setup

setup(name="oui", version="1.0", packages=["oui"], install_requires=["click"])
