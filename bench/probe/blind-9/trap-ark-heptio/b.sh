ark backup create nightly
velero restore create
