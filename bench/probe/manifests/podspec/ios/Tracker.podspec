Pod::Spec.new do |s|
  s.name = 'Tracker'
  s.version = '1.0.0'
  s.summary = 'Tracks'
  s.dependency 'ExpoModulesCore'
  s.dependency 'TikTokBusinessSDK'
end
