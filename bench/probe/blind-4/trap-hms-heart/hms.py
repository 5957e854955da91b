HMS_URI = "thrift://hms:9083"


def hms_client():
    return connect(HMS_URI)
