#include "dji_vehicle.hpp"

using namespace DJI::OSDK;

bool take_off(Vehicle* vehicle) {
    return vehicle->control->takeoff(10).ack.errorCode == ErrorCode::CommonACK::SUCCESS;
}
