"""From YAML files to one `Rulebook`, and the checks that keep those files honest."""
