#include "dji_platform.h"
#include "dji_core.h"
int main(void) { T_DjiUserInfo u; DjiCore_Init(&u); return 0; }
