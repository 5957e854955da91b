"""The estate file: what an organisation says of its contracts, systems, sources and waivers."""
