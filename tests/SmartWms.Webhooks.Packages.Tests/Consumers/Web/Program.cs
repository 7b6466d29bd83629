// A web app with the dashboard behind a sign-in: asks for the page as a stranger and as an admin.
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using SmartWms.Webhooks;

var builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo("keys"));
builder.Services.AddAuthentication("cookie").AddCookie("cookie", o => o.LoginPath = "/login");
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("WmsViewer", policy => policy.RequireRole("warehouse", "it"))
    .AddPolicy("WmsAdmin", policy => policy.RequireRole("it"));
builder.Services.AddWmsWebhooks().UseSqlite("Data Source=wms.db");
var app = builder.Build();
app.MapGet("/login", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, "it")], "cookie"))));
app.MapWmsWebhooksDashboard("/webhooks", o => { o.ReadPolicy = "WmsViewer"; o.ManagePolicy = "WmsAdmin"; });
await app.StartAsync();

using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
var turnedAway = await browser.GetAsync("/webhooks");
await browser.GetAsync("/login");
var page = await browser.GetAsync("/webhooks");
var style = await browser.GetAsync(Regex.Match(await page.Content.ReadAsStringAsync(), "rel=\"stylesheet\" href=\"([^\"]+)\"").Groups[1].Value);
Console.WriteLine($"A stranger: {(int)turnedAway.StatusCode} {turnedAway.Headers.Location?.PathAndQuery}; an admin: {Told(page)}, {Told(style)}");
await app.StopAsync();

static string Told(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.Content.Headers.ContentType?.MediaType}";
