var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("assistant", c => c.BaseAddress = new Uri(builder.Configuration["Assistant:Endpoint"]!));
builder.Services.AddScoped<Assistant>();
builder.Build().Run();
