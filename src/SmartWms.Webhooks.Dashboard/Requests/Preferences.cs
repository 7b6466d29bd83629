using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>A person's language and theme. Cookies keep them, so that the server renders them and nothing flashes.</summary>
internal sealed record Preferences(string Language, string? Theme)
{
    private const string LanguageCookie = "wms_webhooks_lang";
    private const string ThemeCookie = "wms_webhooks_theme";
    private static readonly string[] Themes = ["light", "dark"];

    /// <summary>The query's <c>lang</c> (which is then kept), the cookie's, else the browser's.</summary>
    public static Preferences Of(HttpContext context, string mount)
    {
        var request = context.Request;
        var theme = Array.Find(Themes, each => each == request.Cookies[ThemeCookie]);
        if (Texts.Texts.Known(request.Query["lang"].ToString()) is { } asked)
        {
            Keep(context, mount, LanguageCookie, asked);
            return new Preferences(asked, theme);
        }

        return new Preferences(Texts.Texts.Known(request.Cookies[LanguageCookie]) ?? Accepted(request) ?? Texts.Texts.English, theme);
    }

    public static void KeepTheme(HttpContext context, string mount, string? theme)
    {
        if (Array.Find(Themes, each => each == theme) is { } known)
        {
            Keep(context, mount, ThemeCookie, known);
        }
        else
        {
            context.Response.Cookies.Delete(ThemeCookie, Options(context, mount));
        }
    }

    public static void KeepLanguage(HttpContext context, string mount, string? language)
    {
        if (Texts.Texts.Known(language) is { } known)
        {
            Keep(context, mount, LanguageCookie, known);
        }
    }

    private static void Keep(HttpContext context, string mount, string cookie, string value) => context.Response.Cookies.Append(cookie, value, Options(context, mount));

    private static CookieOptions Options(HttpContext context, string mount) => new()
    {
        // A route value in the mount may hold what ends an attribute of a cookie.
        Path = mount.Length == 0 ? "/" : mount.Replace(";", "%3B", StringComparison.Ordinal),
        HttpOnly = true,
        IsEssential = true,
        SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = TimeSpan.FromDays(365),
    };

    private static string? Accepted(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages)
            ? languages.OrderByDescending(language => language.Quality ?? 1).Select(language => Texts.Texts.Known(language.Value.ToString().Split('-')[0])).FirstOrDefault(known => known is not null)
            : null;
}
