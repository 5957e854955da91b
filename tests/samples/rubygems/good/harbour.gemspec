Gem::Specification.new do |spec|
  spec.name = "harbour"
  spec.version = "1.0"
  spec.add_dependency "northwind", "~> 2.3"
  spec.add_development_dependency("rspec")
  spec.add_runtime_dependency(%q<borealis>.freeze, [">= 1"])
end
