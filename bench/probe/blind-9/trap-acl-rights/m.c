#include "acl.h"
int main(void) { return aclCheck("a"); }
