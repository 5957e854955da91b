/// Moons of Saturn
pub enum Moon { Titan, Rhea, Iapetus }
pub const NOVA: &str = "nova-lite";
