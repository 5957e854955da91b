if (!string.IsNullOrEmpty(config["OAuth:Google:ClientId"]))
{
    builder.AddGoogle(o => o.ClientSecret = config["OAuth:Google:ClientSecret"]);
}
