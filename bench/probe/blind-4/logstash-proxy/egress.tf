resource "aws_networkfirewall_rule_group" "allow" {
  type = "STATEFUL"
  capacity = 100
  name = "egress"
  rule_group { rules_source { rules_source_list {
    generated_rules_type = "ALLOWLIST"
    target_types = ["TLS_SNI"]
    targets = ["api.openai.com", ".amazonaws.com"]
  } } }
}
