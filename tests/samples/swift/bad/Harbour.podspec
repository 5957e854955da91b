Pod::Spec.new do |s|
  s.name = "Harbour"
  s.dependency name_of(:core)
end
