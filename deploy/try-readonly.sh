#!/usr/bin/env bash
# Installs from the lock into a bare folder, then serves from it as nobody, with a read-only root, no home and a small /tmp in memory, and asks it.
# In: a Linux machine and root. Out: what was seen, and exit code 0 when all of it held.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d -p /var/tmp)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
python3 -m venv --copies "$folder/app"
"$folder/app/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$project/requirements.lock"
"$folder/app/bin/pip" install --quiet --disable-pip-version-check --no-deps "$project"
rm -rf "$project/build"
du -sm "$folder/app" | awk '{print "installed: " $1 " MB"}'

cat > "$folder/ask.sh" <<'ASK'
set -euo pipefail
mount -o remount,bind,ro /
mount -t tmpfs -o size=16m tmpfs /tmp 2>/dev/null || true
ask='import json,sys,urllib.request as u
port=sys.argv[1]
for path, body in (("/readyz", None), ("/v1/check", {"text": "I nat mistede vi en patient på 87 år på M5. Cpr 070539-1234."})):
    r=u.Request("http://127.0.0.1:"+port+path, json.dumps(body).encode() if body else None, {"Content-Type": "application/json"})
    print(path, {k: v for k, v in json.load(u.urlopen(r, timeout=20)).items() if k in ("status", "level")})'
for mode in rules full; do
  env -i PATH=/usr/bin:/bin TAVSHEDSTJEK_MODE=$mode PYTHONDONTWRITEBYTECODE=1 \
    setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs "$1/app/bin/tavshedstjek" serve --port 0 > /dev/shm/served 2>&1 &
  served=$!
  for _ in $(seq 100); do grep -q Klar /dev/shm/served && break; sleep 0.1; done
  port=$(sed -n 's/^Klar på .*:\([0-9]*\)$/\1/p' /dev/shm/served)
  echo "$mode: port answered"
  "$1/app/bin/python" -c "$ask" "$port"
  kill -TERM $served
  wait $served || test $? -eq 143
done
rm -f /dev/shm/served
touch "$1/x" 2>/dev/null && { echo "the root is not read-only"; exit 1; }
echo "read-only root: held"
ASK
unshare --mount bash "$folder/ask.sh" "$folder"
