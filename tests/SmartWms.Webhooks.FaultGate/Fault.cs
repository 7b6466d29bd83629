using SmartWms.Webhooks.FaultGate.Accounts;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>A kind of trouble, and how much of it each profile makes.</summary>
/// <param name="Id">F1 to F14.</param>
/// <param name="What">For a person.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Ci">Cases in <c>ci</c>.</param>
/// <param name="Standard">Cases in <c>standard</c>.</param>
/// <param name="RunAsync">Makes it.</param>
internal sealed record Fault(string Id, string What, string Unit, int Ci, int Standard, Func<GateRun, Task<IReadOnlyList<CaseReport>>> RunAsync);
