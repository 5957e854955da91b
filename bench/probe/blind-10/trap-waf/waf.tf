resource "aws_wafv2_web_acl" "w" {
  rule {
    name = "block-bytespider"
    action { block {} }
    statement { byte_match_statement { search_string = "bytespider" } }
  }
}
