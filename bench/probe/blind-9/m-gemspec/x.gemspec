Gem::Specification.new do |s|
  s.name = "x"
  s.add_dependency "ruby-openai", "~> 7.0"
end
