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
        app.MapGet("/", (HttpContext context) => Html.Page("Warehouse", Home(context, erp)));
        app.MapPost("/demo/ship", ShipNextAsync);
        app.MapPost("/demo/count", async (WarehouseContext db, CancellationToken cancelled) =>
        {
            await StockEndpoints.AdjustAsync("MILK-UHT-1L", new AdjustStock(1, "Found at the count"), db, cancelled);
            return Results.Redirect("/");
        });
        app.MapPost("/demo/break", () => Set(erp, isBroken: true));
        app.MapPost("/demo/mend", () => Set(erp, isBroken: false));
    }

    private static string Home(HttpContext context, Erp erp)
    {
        var user = context.User.Identity is { IsAuthenticated: true, Name: { } name } ? $"You are the {WebUtility.HtmlEncode(name)}. <form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>" : "";
        var allShipped = context.Request.Query.ContainsKey("all-shipped") ? "<p><strong>Every order is shipped.</strong> Stop the sample, delete its database and start it again for new ones; counting stock goes on working.</p>" : "";
        return $"""
            <p>{user}</p>{allShipped}
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

    private static async Task<IResult> ShipNextAsync(WarehouseContext db, CancellationToken cancelled)
    {
        var next = await db.Orders.Where(order => order.Status == OrderStatus.Open).OrderBy(order => order.Number).Select(order => order.Number).FirstOrDefaultAsync(cancelled);
        if (next is not null)
        {
            await OrderEndpoints.ShipAsync(next, new ShipOrder("ไปรษณีย์ไทย", $"TH{next.Replace("SO-", "", StringComparison.Ordinal)}89"), db, cancelled);
        }

        return Results.Redirect(next is null ? "/?all-shipped" : "/");
    }

    private static IResult Set(Erp erp, bool isBroken)
    {
        erp.IsBroken = isBroken;
        return Results.Redirect("/");
    }
}
