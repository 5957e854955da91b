#include "dji_core.h"
#include "dji_payload_camera.h"
#include "dji_logger.h"

int main(void) {
    T_DjiUserInfo userInfo = {0};
    if (DjiCore_Init(&userInfo) != DJI_ERROR_SYSTEM_MODULE_CODE_SUCCESS) {
        return 1;
    }
    return DjiPayloadCamera_Init() != 0;
}
