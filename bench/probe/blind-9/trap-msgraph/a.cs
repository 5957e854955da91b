using Microsoft.Graph;
var g = new GraphServiceClient(cred);
