#include "dhnetsdk.h"

int main() {
    CLIENT_Init(nullptr, 0);
    NET_IN_LOGIN_WITH_HIGHLEVEL_SECURITY in = {sizeof(in)};
    CLIENT_Cleanup();
}
