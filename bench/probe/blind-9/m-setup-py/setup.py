from setuptools import setup
setup(name="x", install_requires=["requests", "dashscope>=1.14"])
