#ifndef ACL_H
#define ACL_H
int aclCheck(const char *user);
#endif
