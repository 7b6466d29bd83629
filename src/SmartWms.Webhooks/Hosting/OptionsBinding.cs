using Microsoft.Extensions.Configuration;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Sets options from a configuration section. An unknown key or a value of another kind is an error that names the key and the fix.</summary>
internal static class OptionsBinding
{
    private static readonly string[] Parts = ["Publishing", "Subscriptions", "Lanes", "Pump", "Sending", "Alerts", "Retention"];
    private static readonly string[] Known = ["Contract", .. Parts, "Webhooks"];

    /// <exception cref="InvalidOperationException">A key or value is wrong.</exception>
    public static void Bind(IConfigurationSection section, WmsWebhooksOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(child.Key.Equals("Addresses", StringComparison.OrdinalIgnoreCase)
                    ? $"{child.Path}: where requests may go is set in code only (options.Addresses), so that nobody who can write configuration opens the network."
                    : $"{child.Path} is not a setting. Known here: {string.Join(", ", Known)}.");
            }
        }

        foreach (var part in Parts)
        {
            CheckShape(section.GetSection(part));
        }

        options.ContractName = section["Contract"];
        Strictly(section, "Publishing", part => part.Bind(options.Publishing, Strict));
        Strictly(section, "Subscriptions", part => part.Bind(options.Subscriptions, Strict));
        Strictly(section, "Lanes", part => part.Bind(options.Lanes, Strict));
        Strictly(section, "Pump", part => part.Bind(options.Pump, Strict));
        Strictly(section, "Sending", part => part.Bind(options.Sending, Strict));
        Strictly(section, "Alerts", part => part.Bind(options.Alerts, Strict));
        Strictly(section, "Retention", part => part.Bind(options.Retention, Strict));
        foreach (var webhook in section.GetSection("Webhooks").GetChildren())
        {
            var declared = new DeclaredWebhook();
            Strictly(section.GetSection("Webhooks"), webhook.Key, part => part.Bind(declared, Strict));
            options.Webhooks[webhook.Key] = declared;
        }
    }

    /// <summary>The binder passes over a value where a section belongs, and over a section where a value belongs: a slip of indentation would change nothing and say nothing.</summary>
    private static void CheckShape(IConfigurationSection part)
    {
        if (!string.IsNullOrEmpty(part.Value))
        {
            throw new InvalidOperationException($"{part.Path} holds settings and is given a value itself. Give {part.Path}:<setting>.");
        }

        foreach (var child in part.GetChildren())
        {
            if (child.Path.EndsWith(":Lanes:Circuit", StringComparison.OrdinalIgnoreCase))
            {
                CheckShape(child);
            }
            else if (child.GetChildren().FirstOrDefault() is { } below)
            {
                throw new InvalidOperationException($"{below.Path} is not a setting: {child.Path} is a single value.");
            }
        }
    }

    private static void Strict(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;

    private static void Strictly(IConfigurationSection section, string key, Action<IConfigurationSection> bind)
    {
        try
        {
            bind(section.GetSection(key));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException(
                $"{section.Path}:{key} cannot be read: {Shown(exception)} Correct the key or its value; time spans are written d.hh:mm:ss.");
        }
    }

    /// <summary>The binder's own sentence names key and type. It may quote a value, so a secret's sentence is left out.</summary>
    private static string Shown(InvalidOperationException exception) =>
        exception.Message.Contains("Secret", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("Headers", StringComparison.OrdinalIgnoreCase)
            ? "a secret or header has a value of another kind."
            : exception.Message;
}
