#!/usr/bin/env bash
# A small case from end to end with curl, on this machine, in the folder you stand in: keys, a development issuer, five people.
set -euo pipefail
TAVSHEDSTJEK=${TAVSHEDSTJEK:-tavshedstjek}

$TAVSHEDSTJEK hr init keys.json
token() { $TAVSHEDSTJEK hr dev-token "$1" --role "$2"; }
visitator=$(token vera intake)
undersoeger=$(token ulla investigator)
anden=$(token anders second_reader)
revisor=$(token rie auditor)

export TAVSHEDSTJEK_HR_DATABASE=sqlite:///hr.db TAVSHEDSTJEK_HR_KEYS_FILE=keys.json
export TAVSHEDSTJEK_HR_ISSUER=urn:tavshedstjek:development TAVSHEDSTJEK_HR_JWKS=dev-issuer/jwks.json
$TAVSHEDSTJEK serve-hr --port 0 > served.txt &
trap 'kill $!' EXIT
until url=$(grep -o 'http://[^ ]*' served.txt | head -1) && [ -n "$url" ]; do sleep 0.2; done

ask() { # who, method, path, body
  curl --silent --show-error --fail-with-body -X "$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' ${4:+-d "$4"} "$url/v1$3"
}
field() { sed -E "s/.*\"$1\":\"?([^\",}]*).*/\1/"; }

# Who handles the case, and who it is about. The employee's manager can never get onto it.
sag=$(ask "$visitator" POST /cases '{"purpose":"breach","legal_basis":"gdpr_6_1_c","unit":"M5","subject":{"person":"mette"},"managers":[{"person":"lis"}]}' | field number)
ask "$visitator" POST "/cases/$sag/assignments" '{"person":"ulla","role":"investigator"}' > assigned.json
ask "$visitator" POST "/cases/$sag/assignments" '{"person":"anders","role":"second_reader"}' > assigned.json

# The post is handed in; what is shown of it is masked.
post=$(ask "$undersoeger" POST "/cases/$sag/evidence" '{"text":"I nat var hun der igen, 87 år, på M5. Cpr 070539-1234.","obtained":"colleague","visible":"group"}' | field id)
ask "$undersoeger" GET "/cases/$sag/evidence/$post" | tee masked.json; echo

# One's own assessment first, then the engine's.
ask "$undersoeger" POST "/cases/$sag/evidence/$post/assessment" '{"level":"red","text":"Alder, afsnit og nummer."}' > own.json
ask "$undersoeger" GET "/cases/$sag/evidence/$post/analysis" | tee analysis.json; echo

# To see the number takes a basis and a second person, and lasts minutes.
bedt=$(ask "$undersoeger" POST "/cases/$sag/items/$post/unmask" '{"basis":"notify_patient","reason":"Patienten skal have besked."}' | field approval)
ask "$anden" POST "/cases/$sag/approvals/$bedt/confirm" '{"reason":"Der skal gives besked, og navnet mangler."}' > confirmed.json
ask "$undersoeger" GET "/cases/$sag/items/$post/unmasked" | tee unmasked.json; echo

# All of it is in the log. The checkpoint is kept elsewhere, and the log is verified against it.
ask "$revisor" POST /audit/checkpoints | tee checkpoints.jsonl; echo
$TAVSHEDSTJEK audit verify --checkpoint checkpoints.jsonl
