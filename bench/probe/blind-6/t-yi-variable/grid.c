#include <stddef.h>

void fill(double *a, size_t nx, size_t ny) {
    for (size_t yi = 0; yi < ny; yi++)
        for (size_t xi = 0; xi < nx; xi++)
            a[yi * nx + xi] = 0.0;
}
