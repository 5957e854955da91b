#include <dji_vehicle.hpp>

#include "dji_linux_helpers.hpp"

using namespace DJI::OSDK;

int main(int argc, char** argv) {
    LinuxSetup setup(argc, argv);
    Vehicle* vehicle = setup.getVehicle();
    vehicle->control->takeoff(10);
}
