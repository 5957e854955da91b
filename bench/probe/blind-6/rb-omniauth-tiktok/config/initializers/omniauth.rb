Rails.application.config.middleware.use OmniAuth::Builder do
  provider :developer if Rails.env.development?
  provider :tiktok, ENV["TIKTOK_CLIENT_KEY"], ENV["TIKTOK_CLIENT_SECRET"], scope: "user.info.basic"
end
