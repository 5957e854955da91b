#include "autel_payload_sdk/core/core.h"
#include <AutelSDK/AutelMission.h>

int main() {
  AutelSDK::Config config;
  config.serialPort = "/dev/ttyUSB0";
  return AutelSDK::init(config) ? 0 : 1;
}
