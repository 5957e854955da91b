export const drone = { manufacturer: "Autel Robotics", model: "EVO Max 4T" };
