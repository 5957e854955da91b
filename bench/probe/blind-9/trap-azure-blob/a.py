from azure.storage.blob import BlobServiceClient
BlobServiceClient.from_connection_string(s)
