System.Console.WriteLine("fwcorrelate");
