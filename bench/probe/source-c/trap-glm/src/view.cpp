#include <glm/glm.hpp>
#include <glm/gtc/matrix_transform.hpp>

glm::mat4 view() { return glm::lookAt(glm::vec3(0, 0, 3), glm::vec3(0), glm::vec3(0, 1, 0)); }
