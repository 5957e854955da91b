require "faraday"

BASE = "https://business-api.tiktok.com/open_api/v1.3"
conn = Faraday.new(url: BASE, headers: { "Access-Token" => ENV.fetch("TT_TOKEN") })
puts conn.get("report/integrated/get/", { advertiser_id: ENV["ADV"] }).body
