// A small WMS: orders, stock and shipments on Entity Framework Core. What it saves and what it publishes are one transaction.
//   dotnet run --project samples/Warehouse                                       one node on warehouse.db
//   dotnet run --project samples/Warehouse -- --nodes 3                          three nodes on ports 5080 to 5082; each serves people, each delivers
//   dotnet run --project samples/Warehouse -- --database "Host=localhost;..."    the same on PostgreSQL
//   dotnet run --project samples/Warehouse -- --erp http://localhost:5005/hooks/wms --secret ...    deliver to samples/Receiver
// Then open http://127.0.0.1:5080: a tour of two minutes through a partner that fails, and the dashboard. Or send the requests of warehouse.http.
using Microsoft.Extensions.Configuration;
using Warehouse;

var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
if (!int.TryParse(arguments["nodes"] ?? "1", out var count) || count is < 1 or > 9 || !ushort.TryParse(arguments["port"] ?? "5080", out var port)
    || !Uri.TryCreate(arguments["urls"] ?? $"http://127.0.0.1:{port}", UriKind.Absolute, out var first) || first.Scheme != Uri.UriSchemeHttp)
{
    Console.Error.WriteLine("Warehouse: give --nodes 1 to 9, --urls (one http address) or --port of the first, --database with a connection string, --erp with a URL and --secret with what it verifies with.");
    return 2;
}

var database = new Database(arguments["database"] ?? "Data Source=warehouse.db");
var erp = new Erp(arguments["erp"] ?? $"http://127.0.0.1:{first.Port}{Erp.Path}", arguments["secret"] ?? "a-secret-of-the-erp");
await database.CreateAsync();

// Each node is what a process of its own would be: it shares nothing with the others but the database.
var nodes = Enumerable.Range(0, count).Select(index => Node.Build($"node-{index + 1}", new UriBuilder(first) { Port = first.Port + index }.Uri, database, erp)).ToList();
foreach (var node in nodes)
{
    await node.StartAsync();
    Console.WriteLine($"{string.Join(", ", node.Urls)} serves and delivers");
}

Console.WriteLine($"Ship an order: open {first} and follow the tour, or send warehouse.http; Ctrl+C ends.");
await Task.WhenAll(nodes.Select(node => Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.WaitForShutdownAsync(node)));
foreach (var node in nodes)
{
    await node.DisposeAsync();
}

return 0;
