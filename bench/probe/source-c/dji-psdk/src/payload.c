#include "dji_core.h"
#include "dji_platform.h"
#include "dji_logger.h"

T_DjiReturnCode start(const T_DjiUserInfo *info) {
    return DjiCore_Init(info);
}
