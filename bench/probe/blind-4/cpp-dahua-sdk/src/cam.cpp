#include "dhnetsdk.h"

int main() {
    CLIENT_Init(nullptr, 0);
    CLIENT_Cleanup();
}
