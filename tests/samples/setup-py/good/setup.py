from setuptools import find_packages, setup

VERSION = "1.0"
NAME = "harbour"
requires = ["northwind==2.3.1", "borealis>=1"]
if VERSION > "2":
    requires.append("tensorlake")
extras = {
    "gpu": ["cuda-glue"],
    ":python_version<'3.8'": ["backport"],
}
extras["all"] = sum(extras.values(), [])

setup(
    name=NAME,
    version=VERSION,
    packages=find_packages(),
    install_requires=requires + [f"pinned-to=={VERSION}"],
    extras_require=extras,
    tests_require="""
        pytest>=7
        mock
    """,
    setup_requires=["wheel"] if VERSION else [],
)
