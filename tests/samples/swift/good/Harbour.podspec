Pod::Spec.new do |s|
  s.name = "Harbour"
  s.version = "1.0.0"
  s.dependency "Northwind/Core", "2.3.1"
  s.ios.dependency "Tidal"
  # s.dependency "Old"
  s.dependency "Borealis"
end
