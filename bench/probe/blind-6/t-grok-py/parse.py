from pygrok import Grok

pattern = Grok("%{WORD:name} is %{NUMBER:age} years old")
print(pattern.match("gary is 25 years old"))
# easier to grok than a regex
