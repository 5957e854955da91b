#include "HCNetSDK.h"
int main() { NET_DVR_Init(); NET_DVR_USER_LOGIN_INFO i{}; NET_DVR_DEVICEINFO_V40 d{}; NET_DVR_Login_V40(&i, &d); }
