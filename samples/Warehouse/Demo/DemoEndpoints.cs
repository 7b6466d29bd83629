using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Warehouse.Orders;
using Warehouse.Stock;

namespace Warehouse.Demo;

/// <summary>The tour: make something happen, break the partner, see it in the dashboard, mend it.</summary>
internal static class DemoEndpoints
{
    public const string Dashboard = "/webhooks";

    public static void MapDemo(this IEndpointRouteBuilder app, Erp erp)
    {
        app.MapGet("/", async (HttpContext context, WarehouseContext db, CancellationToken cancelled) => Html.Page("Warehouse", Home(context, erp, await HappenedAsync(context, db, cancelled))));
        app.MapPost("/demo/ship", ShipNextAsync);
        app.MapPost("/demo/count", async (WarehouseContext db, CancellationToken cancelled) =>
        {
            await StockEndpoints.AdjustAsync("MILK-UHT-1L", new AdjustStock(1, "Found at the count"), db, cancelled);
            return Results.Redirect("/?counted");
        });
        app.MapPost("/demo/break", () => Set(erp, isBroken: true));
        app.MapPost("/demo/mend", () => Set(erp, isBroken: false));
    }

    private static string Home(HttpContext context, Erp erp, string happened)
    {
        var user = context.User.Identity is { IsAuthenticated: true, Name: { } name } ? $"You are the {WebUtility.HtmlEncode(name)}. <form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>" : "";
        return $"""
            <p>{user}</p>{happened}
            <ol>
              <li><a href="{Dashboard}">Open the webhooks dashboard</a> in a second tab and sign in as manager.</li>
              <li>Make something happen:
                <form method="post" action="/demo/ship"><button>Ship the next order</button></form>
                <form method="post" action="/demo/count"><button>Count stock</button></form></li>
              <li>The partner's endpoint {(erp.IsBroken ? "<strong>fails</strong> (500)" : "works")}.
                <form method="post" action="/demo/{(erp.IsBroken ? "mend" : "break")}"><button>{(erp.IsBroken ? "Mend it" : "Break it")}</button></form></li>
              <li>Broken, and something happens: the delivery is tried again after 3, 5 and 8 seconds, then the webhook is disabled.</li>
              <li>What happens now is held. Mend the partner, press <em>Enable</em> in the dashboard: what was held drains; <em>Recover failed</em> or <em>Resend</em> sends the rest.</li>
            </ol>
            """;
    }

    /// <summary>What the button did. Only numbers of this warehouse's orders are said: the address may come from anybody.</summary>
    private static async Task<string> HappenedAsync(HttpContext context, WarehouseContext db, CancellationToken cancelled)
    {
        var query = context.Request.Query;
        if (query.ContainsKey("all-shipped"))
        {
            return "<p role=\"status\"><strong>Every order is shipped.</strong> Stop the sample, delete its database and start it again for new ones; counting stock goes on working.</p>";
        }

        if (query.ContainsKey("counted"))
        {
            return $"<p role=\"status\"><strong>Stock counted:</strong> <a href=\"{Dashboard}/deliveries?type=inventory.adjusted\">look for it in the dashboard</a>.</p>";
        }

        var (shipped, refused) = (query["shipped"].ToString(), query["not-shipped"].ToString());
        var number = shipped.Length > 0 ? shipped : refused;
        if (number.Length == 0 || number.Contains('\0', StringComparison.Ordinal) || !await db.Orders.AnyAsync(order => order.Number == number, cancelled))
        {
            return "";
        }

        return shipped.Length > 0
            ? $"<p role=\"status\"><strong>{number} shipped:</strong> <a href=\"{Dashboard}/search?q={number}\">look for it in the dashboard</a>.</p>"
            : $"<p role=\"status\"><strong>{number} was not shipped:</strong> an article runs short, or somebody else was quicker. Try again.</p>";
    }

    private static async Task<IResult> ShipNextAsync(WarehouseContext db, CancellationToken cancelled)
    {
        var next = await db.Orders.Where(order => order.Status == OrderStatus.Open).OrderBy(order => order.Number).Select(order => order.Number).FirstOrDefaultAsync(cancelled);
        if (next is null)
        {
            return Results.Redirect("/?all-shipped");
        }

        var answer = await OrderEndpoints.ShipAsync(next, new ShipOrder("ไปรษณีย์ไทย", $"TH{next.Replace("SO-", "", StringComparison.Ordinal)}89"), db, cancelled);
        return Results.Redirect(answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } ? $"/?shipped={next}" : $"/?not-shipped={next}");
    }

    private static IResult Set(Erp erp, bool isBroken)
    {
        erp.IsBroken = isBroken;
        return Results.Redirect("/");
    }
}
