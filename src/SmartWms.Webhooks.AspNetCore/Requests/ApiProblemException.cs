namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ApiProblemException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;
}
