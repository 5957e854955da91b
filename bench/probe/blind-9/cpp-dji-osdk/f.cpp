#include <dji_vehicle.hpp>
using namespace DJI::OSDK;
void f(Vehicle* v) { v->control->takeoff(1); }
