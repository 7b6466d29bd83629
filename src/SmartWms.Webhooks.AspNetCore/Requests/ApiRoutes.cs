using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Where routes are added: those that read and those that manage have a policy each, and every one goes through the gate.</summary>
internal sealed class ApiRoutes(RouteGroupBuilder read, RouteGroupBuilder manage, RequestGate gate)
{
    private readonly UnknownRoutes _unknown = new();

    /// <param name="pattern">Below the API's own.</param>
    /// <param name="name">For people who look at the host's endpoints.</param>
    /// <param name="handle">Answers.</param>
    /// <param name="parameters">The query parameters that it takes; any other is refused.</param>
    public void Get(string pattern, string name, Func<ApiRequest, Task<IResult>> handle, params string[] parameters) => Map(read, HttpMethods.Get, pattern, name, parameters, handle);

    public void Manage(string method, string pattern, string name, Func<ApiRequest, Task<IResult>> handle) => Map(manage, method, pattern, name, [], handle);

    /// <summary>Answers what no route does, to whoever may read: to anybody else it is as closed as the rest.</summary>
    public void MapRest() => read.Map("/{**rest}", (RequestDelegate)_unknown.AnswerAsync).WithOrder(int.MaxValue).WithDisplayName("wms-webhooks unknown route");

    private void Map(RouteGroupBuilder group, string method, string pattern, string name, string[] parameters, Func<ApiRequest, Task<IResult>> handle)
    {
        _unknown.Know(method, pattern);
        group.MapMethods(pattern, [method], (RequestDelegate)(context => gate.RunAsync(context, parameters, handle))).WithDisplayName($"wms-webhooks {name}");
    }
}
