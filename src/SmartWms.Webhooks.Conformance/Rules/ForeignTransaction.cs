using System.Data;
using System.Data.Common;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>A transaction of a provider that no store knows.</summary>
internal sealed class ForeignTransaction : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

    protected override DbConnection? DbConnection => null;

    public override void Commit()
    {
    }

    public override void Rollback()
    {
    }
}
