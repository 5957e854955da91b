#include "dhnetsdk.h"
int main() { CLIENT_Init(NULL, 0); NET_IN_LOGIN_WITH_HIGHLEVEL_SECURITY in{}; CLIENT_LoginWithHighLevelSecurity(&in, &out); }
