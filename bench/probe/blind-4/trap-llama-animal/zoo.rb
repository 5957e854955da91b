ANIMALS = %w[alpaca llama vicuna guanaco]
class Llama < Animal
  def sound = "hum"
end
