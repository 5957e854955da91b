find_library(NW_LIBRARY NAMES northwind libgale.so
             HINTS ${NW_ROOT} PATH_SUFFIXES lib64)
FIND_LIBRARY(BOREALIS_LIBRARY borealis /opt/borealis/lib)
find_library(TIDE_LIBRARY NAMES "tide" REQUIRED)
find_library(NONE_LIBRARY NAMES ${NONE_NAMES})
