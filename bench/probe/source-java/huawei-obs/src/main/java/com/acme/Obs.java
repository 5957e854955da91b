package com.acme;

import com.obs.services.ObsClient;

class Obs {
    ObsClient client() {
        return new ObsClient("ak", "sk", "https://obs.eu-west-101.myhuaweicloud.eu");
    }
}
