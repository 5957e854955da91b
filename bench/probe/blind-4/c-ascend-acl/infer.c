#include "acl/acl.h"

int main(void) {
    aclInit("acl.json");
    aclrtSetDevice(0);
    aclFinalize();
    return 0;
}
