from novaclient import client

nova = client.Client("2.1", "u", "p", "proj", "http://k:5000")
titan = nova.flavors.find(name="titan.large")
