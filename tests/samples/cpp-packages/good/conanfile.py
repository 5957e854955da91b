from conan import ConanFile

class Harbour(ConanFile):
    requires = "northwind/2.3.1", "gale/[>=1.0]"
    # "squall/1.0"
    exports = "src/*"
