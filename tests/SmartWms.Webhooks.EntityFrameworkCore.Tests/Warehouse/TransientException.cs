using System.Data.Common;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

internal sealed class TransientException() : DbException("The connection was lost, says the test.");
