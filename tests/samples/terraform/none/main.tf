resource "gale_copy" "a" {
  source = "git::ssh://git@example.org/northwind.git"
}
