#include "server.h"

void ACLInit(void) {
    Users = raxNew();
    ACLInitDefaultUser();
}
