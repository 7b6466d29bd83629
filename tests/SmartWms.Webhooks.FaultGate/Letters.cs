namespace SmartWms.Webhooks.FaultGate;

/// <summary>Text as a number that is the same in every process.</summary>
internal static class Letters
{
    public static int GetHashCodeOfLetters(this string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
}
