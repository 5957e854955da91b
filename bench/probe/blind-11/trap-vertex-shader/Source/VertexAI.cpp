#include "VertexAI.h"
void VertexAI::Tick(float dt) { for (auto& v : vertices) v.position += v.velocity * dt; }
