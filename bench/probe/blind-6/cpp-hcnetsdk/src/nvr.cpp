#include "HCNetSDK.h"

#include <cstdio>

int main() {
    NET_DVR_Init();
    NET_DVR_USER_LOGIN_INFO login = {};
    NET_DVR_DEVICEINFO_V40 device = {};
    LONG user = NET_DVR_Login_V40(&login, &device);
    std::printf("%ld\n", user);
    NET_DVR_Cleanup();
}
