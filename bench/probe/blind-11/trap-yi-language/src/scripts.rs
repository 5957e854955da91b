pub const RANGES: &[(&str, u32, u32)] = &[("Yi", 0xA000, 0xA4CF), ("Lisu", 0xA4D0, 0xA4FF), ("Vai", 0xA500, 0xA63F)];
pub fn yi(c: u32) -> bool { (0xA000..=0xA4CF).contains(&c) }
