#include "los_task.h"
#include "los_config.h"

UINT32 start_task(TSK_ENTRY_FUNC entry) {
    UINT32 id;
    TSK_INIT_PARAM_S p = {0};
    p.pfnTaskEntry = entry;
    p.uwStackSize = LOSCFG_BASE_CORE_TSK_DEFAULT_STACK_SIZE;
    return LOS_TaskCreate(&id, &p);
}
