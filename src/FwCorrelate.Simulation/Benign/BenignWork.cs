// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Benign;

/// <summary>What agents do all day when nothing is wrong: a quarter of their commands use the network.</summary>
internal sealed class BenignWork(SimulatedWorld world)
{
    /// <summary>Harmless commands that hold words which a careless rule would take for something else.</summary>
    private static readonly string[] Local =
    [
        "curl -s http://localhost:8000/health", "curl -F file=@tests/data/a.txt http://127.0.0.1:5000/upload",
            "nc -z localhost 5432 && echo up",
        "for i in $(seq 1 20); do curl -s -o /dev/null http://localhost:8000/; done", "ssh-keygen -t ed25519 -N '' -f ~/.ssh/id_ed25519",
        "docker build -t app .", "docker compose up -d && docker compose ps", "kubectl version --client", "aws --version",
        "cat ~/.ssh/config",
        "grep -rn 'data mining' docs", "python3 -m http.server 8080 > /dev/null 2>&1 &", "rsync -a src/ build/", "scp -r build /tmp/out",
        "ip route show", "sudo iptables -L -n", "python3 manage.py runserver 0.0.0.0:8000 &", "cat docs/tor.md", "git remote -v",
        "printenv PATH",
        "openssl rand -base64 32 > secret.txt", "base64 -d fixtures/blob.b64 > blob.bin", "redis-cli -h localhost ping",
        "psql -h localhost -c 'select 1'",
        "host localhost", "npm run build", "cargo test --offline", "go test ./...", "tar czf out.tar.gz build",
        "python3 train.py --epochs 1",
        "sed -i 's/pool.size=5/pool.size=10/' app.properties", "cat cloudflared.md ngrok.md", "timeout 60 pytest -q tests/test_smtp.py",
        "which nmap || true",
    ];

    public AgentCommand Draw(SeededRandom random, SimulatedSandbox sandbox, Instant time)
    {
        if (!random.Chance(250))
            return new AgentCommand(random.Pick(random.Chance(400) ? Local : EverydayWork.LocalCommands));
        return random.Between(0, 20) switch
        {
            < 7 => Install(random),
            < 10 => Fetch(
                "git fetch -q origin main", new Site("git.lab.example", BenignNetwork.InternalGit), 2_600, random.Between(8_000, 300_000)),
            < 13 => Fetch("git clone --depth 1 https://github.com/example/fixtures", BenignNetwork.PublicGit, 3_100,
                random.Between(80_000, 9_000_000)),
            13 => OverSsh(random),
            < 16 => Fetch("pip install -q -i http://10.30.2.20:8080/simple numpy", new Site("", BenignNetwork.PackageMirror), 1_800,
                random.Between(90_000, 4_000_000)),
            16 => Fetch("curl -sS http://10.30.2.21:8080/simple", new Site("", BenignNetwork.FormerMirror), 0, 0, isRefused: true),
            17 => Fetch("python3 -c 'import os; from huggingface_hub import snapshot_download as d; d(\"gpt2\")'", BenignNetwork.ModelHub,
                9_000, 540_000_000),
            18 => Reporting(random),
            _ => Fetch("psql -h 10.30.2.60 -c 'select count(*) from runs'", new Site("", BenignNetwork.Database), 900, 3_000),
        };
    }

    private AgentCommand Install(SeededRandom random)
    {
        var site = random.Pick(BenignNetwork.Packages);
        var text = site.Domain switch
        {
            "deb.debian.org" => "apt-get update -qq && apt-get install -y -qq jq",
            "registry.npmjs.org" => "npm ci --silent",
            "static.crates.io" => "cargo build --quiet",
            "proxy.golang.org" => "go mod download",
            _ => $"pip install -q {random.Pick(EverydayWork.Packages)}",
        };
        return Fetch(text, site, random.Between(1_500, 9_000), random.Between(60_000, 60_000_000));
    }

    /// <summary>A push to a source repository: SSH to outside, and wanted.</summary>
    private AgentCommand OverSsh(SeededRandom random)
    {
        var size = random.Between(3_000, 400_000);
        return new AgentCommand(
            "git push git@github.com:example/app.git HEAD:refs/heads/fix",
            call => Open(call, BenignNetwork.PublicGit with { Endpoint = new Endpoint("192.0.2.22", 22) }, size, 9_000),
            FromSeconds(4));
    }

    /// <summary>A program that reports its use, against a policy which refuses it: three tries, as libraries do.</summary>
    private AgentCommand Reporting(SeededRandom random)
    {
        var wait = random.Milliseconds(200, 900);
        return new AgentCommand("python3 -m app.cli --help", Report, FromSeconds(9));

        void Report(SimulatedCall call)
        {
            for (var i = 0; i < 3; i++)
                world.OpenBy(
                    call, Cause.Benign, BenignNetwork.Telemetry.Endpoint, Traffic.Unanswered(call.Start + wait + FromSeconds(2 * i), 1),
                    c => c with { Disposition = Disposition.RejectedAtInterface, Domain = BenignNetwork.Telemetry.Domain });
        }
    }

    private AgentCommand Fetch(string text, Site site, long up, long down, bool isRefused = false) =>
        new(text, call => Open(call, site, up, down, isRefused), FromSeconds(6));

    private void Open(SimulatedCall call, Site site, long up, long down, bool isRefused = false)
    {
        var start = call.Start + FromMilliseconds(420);
        if (site.Domain.Length > 0)
            world.OpenBy(
                call, Cause.Benign, BenignNetwork.Resolver, Traffic.Datagrams(start - FromMilliseconds(60), 71, 240),
                c => c with { Protocol = TransportProtocol.Udp });
        world.OpenBy(
            call, Cause.Benign, site.Endpoint, isRefused ? Traffic.Unanswered(start, 1) : Traffic.Exchange(start, FromSeconds(3), up, down),
            c => c with { Domain = site.Domain, Disposition = isRefused ? Disposition.RejectedAtInterface : Disposition.Allowed });
    }
}
