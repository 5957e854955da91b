Gem::Specification.new do |spec|
  spec.name = "acme"
  spec.version = "1.0.0"
  spec.summary = "Desk"
  spec.authors = ["A"]
  spec.add_dependency "anthropic", "~> 0.3"
end
