#include "dji_vehicle.hpp"
#include <dji_linux_helpers.hpp>

using namespace DJI::OSDK;

int main(int argc, char **argv) { LinuxSetup setup(argc, argv); Vehicle *v = setup.getVehicle(); return v == nullptr; }
