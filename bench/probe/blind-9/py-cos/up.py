from qcloud_cos import CosConfig, CosS3Client
client = CosS3Client(CosConfig(Region="ap-beijing", SecretId=a, SecretKey=b))
