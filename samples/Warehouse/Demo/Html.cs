using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace Warehouse.Demo;

/// <summary>The sample's own few pages.</summary>
internal static class Html
{
    public static IResult Page(string title, string body) => Results.Content(
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}} · Warehouse</title>
          <style>
            :root { color-scheme: light dark; } body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
            button { font: inherit; padding: .4rem 1rem; margin: .2rem .4rem .2rem 0; } form { display: inline; } li { margin: .6rem 0; }
          </style>
        </head>
        <body><h1>{{title}}</h1>{{body}}</body>
        </html>
        """,
        MediaTypeNames.Text.Html);
}
