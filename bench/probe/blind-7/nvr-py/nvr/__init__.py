from nvr.isapi import IsapiCamera
from nvr.cgi import CgiCamera

KINDS = {"isapi": IsapiCamera, "cgi": CgiCamera}
