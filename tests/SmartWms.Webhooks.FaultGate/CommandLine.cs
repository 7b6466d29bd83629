using System.Globalization;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>What was asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = "FaultGate ci|standard|long [--seed N] [--only F1,F6] [--minutes N]      (--minutes: how long 'long' goes on)";

    public required Profile Profile { get; init; }

    public required int Seed { get; init; }

    /// <summary>Empty: all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Of <c>long</c>.</summary>
    public required double? Minutes { get; init; }

    /// <returns><see langword="null"/> when it cannot be read.</returns>
    public static CommandLine? Parse(IReadOnlyList<string> args, int seedOtherwise)
    {
        if (args.Count == 0 || args.Count % 2 == 0 || !Enum.TryParse<Profile>(args[0], ignoreCase: true, out var profile) || int.TryParse(args[0], out _))
        {
            return null;
        }

        var (seed, only, minutes) = (seedOtherwise, (IReadOnlyList<string>)[], (double?)null);
        for (var at = 1; at < args.Count; at += 2)
        {
            var value = args[at + 1];
            switch (args[at])
            {
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed):
                    break;
                case "--only" when value.Split(',') is var ids && ids.All(id => Catalogue.All.Any(fault => fault.Id == id)):
                    only = ids;
                    break;
                case "--minutes" when profile == Profile.Long && double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given):
                    minutes = given;
                    break;
                default:
                    return null;
            }
        }

        return new CommandLine { Profile = profile, Seed = seed, Only = only, Minutes = profile == Profile.Long ? minutes ?? 60 : null };
    }
}
