namespace SmartWms.Webhooks.Deliveries;

/// <summary>A delivery with what is known of it. However often it was resent, it is read with at most 1 + <see cref="NewestAttempts"/> attempts.</summary>
/// <param name="Delivery">Its row of the log.</param>
/// <param name="Contract">The contract its body was rendered in.</param>
/// <param name="Body">The bytes that are sent; <see langword="null"/> once purged.</param>
/// <param name="Attempts">By number: the first, and of those after it the newest <see cref="NewestAttempts"/>. Only the first and the newest <see cref="NewestAnswers"/> bring their
/// answers.</param>
public sealed record DeliveryDetails(DeliverySummary Delivery, string Contract, byte[]? Body, IReadOnlyList<DeliveryAttempt> Attempts)
{
    /// <summary>How many attempts are read beside the first: 50, the newest.</summary>
    public const int NewestAttempts = 50;

    /// <summary>How many attempts are read with their answers beside the first: 10, the newest, which are all that the standard schedule has.</summary>
    public const int NewestAnswers = 10;

    /// <summary>How many attempts were made between the first and those that follow it here; 0 when these are all.</summary>
    public int AttemptsLeftOut => Attempts is [var first, var next, ..] ? next.Number - first.Number - 1 : 0;

    /// <summary>What is read of all attempts, for a store that has them in memory; one with a database asks it for no more than that.</summary>
    /// <param name="all">Every attempt, by number.</param>
    /// <returns>The first and the newest, the older of them without their answers.</returns>
    public static IReadOnlyList<DeliveryAttempt> Shown(IReadOnlyList<DeliveryAttempt> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return [.. all.Take(1), .. all.Skip(Math.Max(1, all.Count - NewestAttempts)).Select(attempt => attempt.Number > all[^1].Number - NewestAnswers ? attempt : WithoutAnswer(attempt))];
    }

    private static DeliveryAttempt WithoutAnswer(DeliveryAttempt attempt) => attempt.Answer.Length == 0 ? attempt : attempt with { Answer = [], AnswerLeftOut = true };
}
