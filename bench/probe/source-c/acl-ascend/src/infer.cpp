#include "acl/acl.h"

bool start() {
    aclError e = aclInit(nullptr);
    if (e != ACL_SUCCESS) return false;
    return aclrtSetDevice(0) == ACL_SUCCESS;
}
