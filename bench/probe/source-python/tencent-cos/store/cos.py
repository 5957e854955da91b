from qcloud_cos import CosConfig, CosS3Client

client = CosS3Client(CosConfig(Region="ap-guangzhou", SecretId="unset", SecretKey="unset"))
client.list_buckets()
