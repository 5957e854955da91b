use nalgebra_glm as glm;

pub fn view(eye: &glm::Vec3) -> glm::Mat4 {
    glm::look_at(eye, &glm::vec3(0.0, 0.0, 0.0), &glm::vec3(0.0, 1.0, 0.0))
}
