#include "MvCameraControl.h"

void* open_first() {
    MV_CC_DEVICE_INFO_LIST list = {0};
    MV_CC_EnumDevices(MV_GIGE_DEVICE | MV_USB_DEVICE, &list);
    void* handle = nullptr;
    MV_CC_CreateHandle(&handle, list.pDeviceInfo[0]);
    return handle;
}
