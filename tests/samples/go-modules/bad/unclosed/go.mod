module northwind.example/harbour

require (
	northwind.example/client v1.0.0
