class Ernie < Puppet
  def bath!
    sing "Rubber Duckie"
  end
end

Bert = Puppet.new("Bert")
