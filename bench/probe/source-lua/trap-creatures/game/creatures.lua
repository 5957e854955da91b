local creatures = { llama = { hp = 12 }, gemini = { hp = 30 }, grok = { hp = 99 } }
function creatures.claude(self) return self.llama.hp end
return creatures
