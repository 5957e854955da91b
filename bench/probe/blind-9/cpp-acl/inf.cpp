#include "acl/acl.h"
int main() { aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("m.om", &id); }
