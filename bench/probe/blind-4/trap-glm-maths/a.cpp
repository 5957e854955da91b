#include <glm/glm.hpp>
glm::vec3 v(1.0f);
