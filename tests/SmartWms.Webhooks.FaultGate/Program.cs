using SmartWms.Webhooks.FaultGate;

// Exit code 0: sound; 1: an invariant was broken; 2: the command line is wrong.
if (args is ["table"])
{
    Console.Write(Catalogue.Table());
    return 0;
}

if (CommandLine.Parse(args, seedOtherwise: Random.Shared.Next(1, 1_000_000)) is not { } command)
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

return await new Gate(command, Console.Out).RunAsync();
