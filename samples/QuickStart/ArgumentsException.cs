namespace QuickStart;

/// <summary>An option that cannot be used; the message says which one and what is right.</summary>
internal sealed class ArgumentsException(string message) : Exception(message);
