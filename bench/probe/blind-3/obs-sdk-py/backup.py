from obs import ObsClient
c = ObsClient(access_key_id="a", secret_access_key="b", server="https://obs.eu-west-101.myhuaweicloud.com")
c.putFile("bucket", "k", "f")
