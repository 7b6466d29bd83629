namespace InYourTransaction;

internal sealed class Order
{
    public required string Number { get; init; }

    public required int Pieces { get; init; }
}
