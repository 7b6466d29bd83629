using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Dashboard.Mapping;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>Language and theme, as a form that works without a script.</summary>
internal static class PreferenceRoutes
{
    public static void Map(DashboardRoutes routes) => routes.Own("/preferences", KeepAsync);

    private static async Task<IResult> KeepAsync(Visit visit)
    {
        var form = await visit.FormAsync().ConfigureAwait(false);
        if (form.ContainsKey("theme"))
        {
            Preferences.KeepTheme(visit.Context, visit.Ui.MountPath, form["theme"]);
        }

        Preferences.KeepLanguage(visit.Context, visit.Ui.MountPath, form["lang"]);
        return new SeeOther(visit.Ui.OwnOr(form["back"].ToString(), visit.Ui.Link("")));
    }
}
