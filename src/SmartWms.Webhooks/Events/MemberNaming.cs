namespace SmartWms.Webhooks.Events;

/// <summary>How <see cref="ShapeWriter"/> names the members of <c>data</c>.</summary>
internal enum MemberNaming
{
    AsWritten,
    SnakeCase,
}
