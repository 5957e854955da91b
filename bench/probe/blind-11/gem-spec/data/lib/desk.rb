require "openai"
module Desk
  def self.client = OpenAI::Client.new
end
