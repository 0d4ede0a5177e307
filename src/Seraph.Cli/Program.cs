using Seraph.Cli;

return new SeraphCtl(Terminal.OfProcess()).Run(args);
