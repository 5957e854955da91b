from distutils.core import setup
print "building"
setup(name="harbour",
    install_requires=[
        "northwind==2.3.1",
        'borealis',
    ],
    classifiers=["Private"],
)
