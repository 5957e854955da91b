resource "huaweicloud_dns_recordset" "www" {
  zone_id = var.zone
  name    = "www.example.com."
  type    = "A"
  records = ["192.0.2.10"]
}
