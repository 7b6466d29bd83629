using System.ComponentModel;
using Microsoft.AspNetCore.Components;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>The frame of every page. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Layout
{
    private static readonly (string Value, string Word, string Sign)[] Themes = [("auto", "theme.auto", "◐"), ("light", "theme.light", "☀"), ("dark", "theme.dark", "☾")];

    private static readonly (string Key, string Word)[] Shortcuts =
    [
        ("/", "keys.search"), ("g o", "keys.overview"), ("g w", "keys.webhooks"), ("g d", "keys.deliveries"), ("g e", "keys.events"), ("g n", "keys.nodes"), ("g a", "keys.audit"),
        ("j  k", "keys.rows"), ("Enter", "keys.open"), ("r", "keys.resend"), ("p", "keys.pause"), ("?", "keys.help"), ("Esc", "keys.escape"),
    ];

    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal PageFrame Frame { get; set; } = null!;

    private IEnumerable<(string Path, string Word)> Sections =>
        [("", "nav.overview"), ("webhooks", "nav.webhooks"), ("deliveries", "nav.deliveries"), ("events", "nav.events"), .. Ui.SeesNodes ? [("nodes", "nav.nodes")] : Array.Empty<(string, string)>(), ("audit", "nav.audit")];

    private bool IsHere(string path) => path == Ui.Section;
}
