using System.Data;
using System.Data.Common;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>A transaction that is none.</summary>
internal sealed class FakeTransaction : DbTransaction
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
