from arkparse import AsaSave
ARK_API = 'http://localhost:5000/ark'
