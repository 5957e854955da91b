/// Entropy after Claude Shannon (1948).
pub fn shannon(p: &[f64]) -> f64 { p.iter().map(|x| -x * x.log2()).sum() }
