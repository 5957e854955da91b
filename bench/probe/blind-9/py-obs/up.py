from obs import ObsClient
c = ObsClient(access_key_id=a, secret_access_key=b, server="https://obs.cn-north-4.myhuaweicloud.com")
