using Senparc.Weixin.RegisterServices;

services.AddSenparcWeixinServices(configuration);
