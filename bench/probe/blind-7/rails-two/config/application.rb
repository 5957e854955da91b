require_relative "boot"
require "rails/all"
module Shop
  class Application < Rails::Application
    config.x.llm = config_for(:llm)
  end
end
