using System.Text;
using QuickStart;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.Write(Arguments.Help);
    return ExitCode.Shown;
}

var page = Page.OfConsole();
using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(25));
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var arguments = Arguments.Parse(args);
    using var database = DatabaseFile.Of(arguments.Database);
    return arguments.Url is null
        ? await new Tour(page, database).RunAsync(stop.Token)
        : await new OneDelivery(page, database, arguments).RunAsync(stop.Token);
}
catch (ArgumentsException wrong)
{
    Console.Error.WriteLine($"QuickStart: {wrong.Message}\nSee --help.");
    return ExitCode.WrongOption;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    page.End($"Stopped in \"{page.Step}\": what it shows did not happen within 25 seconds.", isGood: false);
    return ExitCode.NotShown;
}
catch (Exception exception)
{
    page.End($"Stopped in \"{page.Step}\": {exception.Message}", isGood: false);
    return ExitCode.NotShown;
}
