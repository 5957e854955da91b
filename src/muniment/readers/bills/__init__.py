"""Software bills of materials: CycloneDX and SPDX, told apart by content."""
