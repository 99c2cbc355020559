// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Core.Tests.Redaction;

/// <summary>
/// Commands without any secret, as agents and engineers type them: forms with parts that are filled in, the same ones every time.
/// </summary>
internal static class BenignCommands
{
    private static readonly string[] Files =
    [
        "src/app/main.py", "tests/test_tokens.py", "auth/session.go", "config/settings.yaml", "README.md", "/etc/passwd", "data/train.jsonl", "models/key_value_store.rs", "password_reset.html", "lib/secrets.ts",
        "~/.ssh/id_rsa.pub", "./build/out.log", "tokenizer.json", "api_keys.md", "keys.pem", "certs/server.key", "docs/authentication.rst", "a b.txt", "scripts/deploy.sh", "/var/log/auth.log",
    ];

    private static readonly string[] Words =
    [
        "token", "password", "secret", "key", "login", "session", "cookie", "auth", "main", "error", "timeout", "user", "credential", "api", "build", "cache", "tokenizer", "passwd", "monkey", "hotkey",
    ];

    private static readonly string[] Hosts = ["example.org", "10.40.1.16", "203.0.113.7:8080", "db.internal", "pypi.org", "github.com/psf/requests", "localhost:3000", "registry.example/team/app:1.2"];
    private static readonly string[] Numbers = ["1", "8", "22", "443", "2048", "100000", "0.001", "3.11", "65535", "42"];

    private static readonly string[] Forms =
    [
        "ls -la {f}", "cat {f}", "head -n {n} {f}", "tail -f {f}", "grep -rn {w} {f}", "grep -n '{w} =' {f}", "rg -i \"{w}\" --type py", "find . -name '*{w}*'", "sed -i 's/{w}/{w}/g' {f}", "sed -n 1,{n}p {f}",
        "awk -F: '{print $1}' {f}", "cut -d: -f1 {f}", "sort -k2 -t, {f}", "wc -l {f}", "diff {f} {f}", "cp -p {f} /tmp/x", "mkdir -p build/{w}", "rm -rf build/{w}", "mv {f} {f}.bak", "chmod 600 {f}",
        "tar -xzpf {w}.tar.gz", "tar czf {w}.tgz {f}", "zip -r {w}.zip {f}", "unzip -p {w}.zip {f}", "gzip -k {f}", "7z x {w}.7z", "du -sh {f}", "df -h", "ps aux | grep {w}", "kill -9 {n}",
        "git status", "git log -p -n {n} -- {f}", "git commit -m 'fix {w} handling'", "git commit -m \"{w}: parse {w} correctly\"", "git diff HEAD~{n} -- {f}", "git checkout -b feature/{w}-refresh", "git push origin main",
        "git clone https://github.com/org/{w}.git", "git clone git@github.com:org/{w}.git", "git config user.name 'A B'", "git grep {w}", "git blame -L {n},+10 {f}", "git stash push -m {w}", "git log --grep={w}",
        "python -m pytest -x -q {f}", "pytest -k 'test_{w} and not slow'", "python {f} --epochs {n} --lr 0.001", "python train.py --max_tokens {n} --tokenizer gpt2", "python train.py --max-tokens={n} --tokenizer-path {f}",
        "python -c 'import {w}; print({w}.__version__)'", "python -c \"print(len('{w}'))\"", "python3 -m http.server {n}", "pip install -U {w}", "pip install -r requirements.txt", "uv pip install {w}=={n}", "uv run {f}",
        "python -c \"def f(user: str, password: str) -> bool: return True\"", "python -c \"tokens = text.split(); print(len(tokens))\"", "python -c \"d = sorted(d, key=lambda x: x[1])\"", "python -c \"token = tokenizer.encode(text)\"",
        "python -c \"password = getpass.getpass()\"", "python -c \"key = os.environ['{w}']\"", "python manage.py createsuperuser --username a", "flask run -p {n}", "uvicorn app:app --port {n}", "gunicorn -w {n} app:app",
        "npm install", "npm run build -- --mode production", "npm test -- -t '{w}'", "yarn add {w}", "pnpm i", "npx tsc -p tsconfig.json", "node -p 'process.version'", "node -e \"console.log('{w}')\"", "npx eslint {f}", "npm config get registry",
        "cargo build --release", "cargo test {w}", "go test ./... -run Test{w}", "go build -o bin/{w} .", "make -j{n}", "cmake -B build -DCMAKE_BUILD_TYPE=Release", "gcc -pthread -pedantic -O2 a.c -o a", "mvn -q -Dtest={w} test", "./gradlew test --tests {w}", "dotnet test --filter {w}",
        "docker ps -a", "docker run -p 8080:80 -d nginx", "docker run --rm -it -v $PWD:/w -w /w python:3.11 bash", "docker build -t {w}:latest .", "docker build --secret id=npmrc,src=.npmrc .", "docker exec -it {w} bash", "docker logs -f {w}", "docker compose up -d", "docker pull registry.example/{w}@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "kubectl get secrets -n prod", "kubectl get secret db -o yaml", "kubectl describe pod {w}", "kubectl logs -f {w} -c app", "kubectl apply -f {f}", "kubectl create secret generic {w} --from-file={f}", "kubectl port-forward svc/{w} {n}:80", "kubectl exec -it {w} -- sh", "helm upgrade --install {w} ./chart -f values.yaml", "helm repo add x https://charts.example.org",
        "curl -sS https://{h}/", "curl -o out.html https://{h}/{w}", "curl -X POST -H 'Content-Type: application/json' -d '{\"user\": \"a\", \"n\": {n}}' http://{h}/", "curl -I http://{h}", "curl -fsSL https://{h}/install.sh | bash", "curl -s 'https://{h}/search?q={w}&page={n}'", "curl -b cookies.txt -c cookies.txt http://{h}", "curl -u $USER:$PASS http://{h}", "curl -H \"Authorization: Bearer $TOKEN\" http://{h}", "curl --cacert ca.pem https://{h}",
        "wget -q https://{h}/{w}.zip", "wget -r -np http://{h}", "ssh -p {n} user@10.40.1.16", "ssh -i ~/.ssh/id_rsa user@203.0.113.7 uptime", "ssh -R 2222:localhost:22 git@198.51.100.7 -p 2222", "ssh -fN -L 5432:db:5432 bastion", "scp -P {n} {f} user@10.40.1.16:/tmp", "rsync -avzP {f} user@10.40.1.16:/data", "ssh-keygen -lf {f}", "ssh-keygen -t ed25519 -N '' -f k", "sftp user@10.40.1.16", "ssh-add ~/.ssh/id_ed25519",
        "nmap -p22,80,443 10.0.0.0/8", "nmap -sV -p- 10.40.1.16", "nmap -pT:1-1024,U:53 10.0.0.1", "ping -c {n} 10.40.1.16", "dig +short {h}", "nc -zv 10.40.1.16 {n}", "netstat -tlnp", "ss -tlnp | grep {n}", "traceroute example.org", "openssl s_client -connect example.org:443", "openssl x509 -in {f} -noout -text", "openssl rand -hex 16", "openssl dgst -sha256 {f}",
        "export PATH=$PATH:/usr/local/bin", "export TOKENIZERS_PARALLELISM=false", "export PYTHONPATH=.", "FOO=bar ./run.sh", "DEBUG=1 npm start", "export DB_PASSWORD=$PGPASS", "export API_KEY=${API_KEY:-}", "TOKEN=$(cat /run/secrets/token) ./x", "PASSWORD_FILE=/run/secrets/pw ./x", "env | sort", "source .env", "export SESSION_NAME=work", "KEY_PATH={f} ./sign", "MAX_TOKENS={n} python x.py", "CUDA_VISIBLE_DEVICES=0 python x.py",
        "mysql -u root -p", "mysql -h db -u app -p mydb < dump.sql", "mysqldump -u root --single-transaction db > {f}", "psql -h db -U app -d x -c 'select count(*) from tokens'", "psql -c 'select id, password_hash from users limit 1'", "psql -c 'create table sessions (id serial primary key, token_count int)'", "redis-cli -h db ping", "redis-cli -p {n} get key:{n}", "redis-cli set counter {n}", "mongosh --eval 'db.users.count()'", "sqlite3 a.db 'select key, value from kv'", "sqlite3 a.db \".schema {w}\"",
        "aws s3 ls s3://bucket/{w}/", "aws s3 cp {f} s3://bucket/", "aws sts get-caller-identity", "aws secretsmanager get-secret-value --secret-id prod/db", "aws ec2 describe-key-pairs --key-names {w}", "aws configure list", "gcloud auth list", "gcloud compute ssh {w} --zone us-central1-a", "gcloud config set project my-project", "az account show", "az group list -o table", "az keyvault secret list --vault-name v", "terraform plan -out=tf.plan", "terraform apply -auto-approve", "terraform output -raw {w}_arn",
        "ansible-playbook -i hosts {f} --ask-vault-pass", "ansible all -m ping", "ansible-vault view {f}", "vault status", "vault kv get secret/{w}", "vault token lookup", "gh pr create --title 'Fix {w}' --body 'Handles {w} refresh'", "gh auth status", "gh run list --limit {n}", "gh api repos/o/r/issues", "gh secret list", "glab mr list",
        "systemctl status {w}", "systemctl restart sshd", "journalctl -u {w} -n {n}", "sudo apt-get install -y {w}", "sudo systemctl restart nginx", "sudo -u postgres psql", "sudo cat {f}", "echo done | sudo tee {f}", "echo '{w} ok' >> {f}", "echo \"key: value\" > {f}", "echo $HOME", "printf '%s\\n' {w}", "crontab -l", "passwd --status a", "useradd -m -s /bin/bash bob", "usermod -aG docker bob", "su - bob", "id -u",
        "ffmpeg -i in.mp4 -ss {n} -t 10 out.mp4", "convert a.png -resize {n}x b.png", "jq '.key' {f}", "jq -r '.[] | select(.token_type==\"bearer\") | .id' {f}", "yq '.password_policy' {f}", "xargs -n1 -P{n} echo", "watch -n {n} nvidia-smi", "nvidia-smi --query-gpu=name --format=csv", "tmux new -s {w}", "screen -ls", "history | tail", "which {w}", "man {w}", "date -u +%Y-%m-%dT%H:%M:%SZ", "sleep {n}", "true", "for key in a b c; do echo $key; done", "if [ -f {f} ]; then cat {f}; fi", "while read -r line; do echo \"$line\"; done < {f}",
        "cat > {f} <<'EOF'\n# {w} config\nname: {w}\nport: {n}\nEOF", "cat <<EOF > app.py\nclass Tokenizer:\n    def __init__(self, max_tokens: int = {n}):\n        self.max_tokens = max_tokens\nEOF", "cat > x.sql <<'EOF'\nCREATE TABLE api_keys (id bigint PRIMARY KEY, user_id bigint REFERENCES users);\nEOF", "tee {f} <<'EOF'\nkey=value\nretries={n}\nEOF",
        "./xmrig -o stratum+tcp://pool.example:3333 -u wallet", "sha256sum {f}", "sha1sum 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "md5sum {f}", "base64 {f}", "xxd {f} | head", "strings {f} | grep -i {w}", "file {f}", "stat -c %s {f}", "readlink -f {f}", "touch {f}", "ln -s {f} x", "test -e {f} && echo yes", "uname -a", "lscpu", "free -g", "uptime", "hostname -I", "ip addr", "iptables -L -n",
        "hf download org/model --local-dir m", "huggingface-cli whoami", "wandb sync runs/{n}", "wandb offline", "mlflow ui -p {n}", "ray start --head --port={n}", "torchrun --nproc_per_node {n} train.py", "accelerate launch x.py --key_metric loss", "python eval.py --pass_at_k {n}", "python x.py --sort-key created_at", "python x.py --primary_key=user_id", "python x.py --key-columns id,name", "python x.py --auth none --session-timeout {n}", "python x.py --token_count {n} --secret_santa false",
        "certbot renew --dry-run", "nginx -t", "openssl req -new -key {f} -out r.csr -subj '/CN={w}'", "gpg --list-keys", "gpg --verify a.sig {f}", "keytool -list -keystore {f}", "ldapsearch -x -b dc=a '(uid=bob)'", "smbclient -L //h -N", "snmpwalk -v2c -O n 10.0.0.1", "hydra -h", "john --show hashes.txt", "hashcat --help", "htpasswd -c f bob", "sshpass -f pwfile ssh h uptime", "lftp -e 'ls; quit' ftp.example.org",
        "brew install {w}", "choco list", "dnf search {w}", "apk add --no-cache {w}", "conda create -n {w} python=3.11 -y", "conda activate {w}", "poetry add {w}", "poetry run pytest", "bundle exec rspec {f}", "rails g model {w} name:string token:string", "php artisan migrate", "composer require x/{w}", "mix test", "stack build", "opam install {w}", "R -q -e 'sessionInfo()'", "julia --project -e 'using Pkg; Pkg.test()'", "perl -pe 's/{w}/x/' {f}", "ruby -e 'puts :{w}'", "lua -v",
    ];

    /// <summary>Five thousand of them, no two alike.</summary>
    public static IReadOnlyList<string> All { get; } = Make(5_000);

    private static List<string> Make(int count)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (uint i = 0; made.Count < count; i++)
        {
            var form = Forms[i % Forms.Length];
            var mixed = i * 2_654_435_761;
            var command = Filled(form, ref mixed);
            made.Add(made.Contains(command) ? $"{command} && {Filled(Forms[mixed % Forms.Length], ref mixed)}" : command);
        }

        return [.. made];
    }

    private static string Filled(string form, ref uint mixed)
    {
        foreach (var (mark, parts) in new[] { ("{f}", Files), ("{w}", Words), ("{h}", Hosts), ("{n}", Numbers) })
        {
            for (var at = form.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = form.IndexOf(mark, StringComparison.Ordinal))
            {
                mixed = (mixed * 1_664_525) + 1_013_904_223;
                form = string.Concat(form.AsSpan(0, at), parts[(mixed >> 16) % parts.Length], form.AsSpan(at + mark.Length));
            }
        }

        return form;
    }
}
