resource "aws_route53_resolver_firewall_domain_list" "blocked" {
  name    = "blocked"
  domains = ["api.openai.com", "api.anthropic.com", "api.deepseek.com"]
}
